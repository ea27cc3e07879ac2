/* Pidfds: whether a process ends.
 * SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/pidfd.h"

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - pidfd: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static void sleep_on(void)
{
	for (;;)
		pause();
}

static void *sleep_beside(void *nothing)
{
	sleep_on();
	return nothing;
}

static void lose_first_thread(void)
{
	pthread_t other;

	if (pthread_create(&other, NULL, sleep_beside, NULL) == 0)
		syscall(SYS_exit, 0);
	_exit(1);
}

/* Its first thread has ended, at least. */
static bool is_zombie(pid_t pid)
{
	char path[64], state = '?';
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (!file)
		return false;
	if (fscanf(file, "%*d %*s %c", &state) != 1)
		state = '?';
	fclose(file);
	return state == 'Z';
}

static pid_t spawn(void (*run)(void), int *pidfd)
{
	pid_t pid = fork();

	if (pid == 0) {
		run();
		_exit(0);
	}
	*pidfd = pidfd_take(pid);
	return pid;
}

static void end(void)
{
	_exit(0);
}

int main(void)
{
	siginfo_t ended;
	int pidfd;
	pid_t pid = spawn(sleep_on, &pidfd);

	ok(!pidfd_is_ending(pidfd) && !pidfd_has_ended(pidfd), "one that runs doesn't end");
	pidfd_signal(pidfd, SIGKILL);
	waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT);
	ok(pidfd_is_ending(pidfd) && pidfd_has_ended(pidfd), "one that nobody has reaped has ended");
	waitpid(pid, NULL, 0);
	ok(pidfd_is_ending(pidfd) && pidfd_has_ended(pidfd), "nor has one come back that somebody has");
	close(pidfd);
	pid = spawn(end, &pidfd);
	waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT);
	ok(pidfd_is_ending(pidfd), "one may end by itself");
	waitpid(pid, NULL, 0);
	close(pidfd);
	pid = spawn(lose_first_thread, &pidfd);
	for (int tries = 0; !is_zombie(pid) && tries < 5000; tries++)
		usleep(1000);
	ok(is_zombie(pid) && !pidfd_is_ending(pidfd), "the end of its first thread is not its end");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	printf("1..%d\n", number);
	return failed != 0;
}
