/* clock - run commands in turn, A B A B…, and tell of each run how long it took, from exec to exit
 *
 *   clock ROUNDS PAUSE_MS COMMAND [-- COMMAND]...      COMMAND: [@PID] [KEY=VALUE]... WORD...
 *
 * A line for each run: the command's number, nanoseconds, peak resident KiB, exit status. @PID: in the mount, network,
 * UTS and IPC namespaces of that process. PAUSE_MS is slept before each. What they print goes to /dev/null; what they
 * complain of, to our standard error.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void complain(const char *what)
{
	fprintf(stderr, "clock: %s: %s\n", what, strerror(errno));
	_exit(125);
}

static void enter(const char *process)
{
	int fd = (int)syscall(SYS_pidfd_open, atoi(process), 0);

	if (fd < 0 || setns(fd, CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC) < 0)
		complain(process);
	close(fd);
}

static void become(char **command, volatile long long *began)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	dup2(null, 0);
	dup2(null, 1);
	if (*command && **command == '@')
		enter(*command++ + 1);
	for (; *command && strchr(*command, '='); command++)
		putenv(*command);
	errno = EINVAL;
	if (!*command)
		complain("no command");
	*began = now();
	execvp(*command, command);
	complain(*command);
}

static void run(int number, char **command, volatile long long *began)
{
	struct rusage usage;
	long long ended;
	int status;
	pid_t child = fork();

	if (child < 0)
		complain("fork");
	if (child == 0)
		become(command, began);
	while (wait4(child, &status, 0, &usage) < 0)
		;
	ended = now();
	printf("%d %lld %ld %d\n", number, ended - *began, usage.ru_maxrss,
	       WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	fflush(stdout);
}

/* Cut the words at each "--". */
static int split(char **words, char ***commands, int most)
{
	int count = 0;

	commands[count++] = words;
	for (; *words; words++)
		if (strcmp(*words, "--") == 0 && count < most) {
			*words = NULL;
			commands[count++] = words + 1;
		}
	return count;
}

int main(int argc, char **argv)
{
	enum { COMMANDS = 32 };
	char **commands[COMMANDS];
	int count, rounds, pause;
	void *shared = mmap(NULL, sizeof(long long), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (argc < 4 || shared == MAP_FAILED)
		return 125;
	rounds = atoi(argv[1]);
	pause = atoi(argv[2]);
	count = split(argv + 3, commands, COMMANDS);
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++) {
			const struct timespec moment = { pause / 1000, pause % 1000 * 1000000L };

			nanosleep(&moment, NULL);
			run(i, commands[i], shared);
		}
	return 0;
}
