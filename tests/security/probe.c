/* probe - make system calls and say what came of them
 *
 * Each line of standard input is ABI NUMBER [ARGUMENT...], ABI being x86_64, x32, i386 or native;
 * arguments that are not given are -1. Answers ABI NUMBER and the error number, 0, or "killed".
 * `probe euid` prints the effective user: for a setuid copy. Each call is made by a child.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static long call(const char *abi, long number, const long *a)
{
#if defined __x86_64__
	if (strcmp(abi, "x32") == 0)
		number |= 0x40000000;
	if (strcmp(abi, "i386") == 0) {
		long result;

		__asm__ volatile ("int $0x80" : "=a"(result)
				  : "a"(number), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4])
				  : "memory", "r8", "r9", "r10", "r11");
		return (int)result;
	}
#endif
	return syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]) < 0 ? -errno : 0;
}

static void answer(const char *abi, long number, const long *arguments)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		long result = call(abi, number, arguments);

		_exit(result < 0 && result > -4096 ? (int)-result : 0);
	}
	waitpid(child, &status, 0);
	if (WIFEXITED(status))
		printf("%s %ld %d\n", abi, number, WEXITSTATUS(status));
	else
		printf("%s %ld killed\n", abi, number);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char line[256], *words[9], *rest;
	int count;

	if (argc > 1 && strcmp(argv[1], "euid") == 0)
		return printf("%d\n", geteuid()) < 0;
	while (fgets(line, sizeof line, stdin)) {
		long arguments[6] = { -1, -1, -1, -1, -1, -1 };

		rest = line;
		for (count = 0; count < 8 && (words[count] = strtok(rest, " \n")); count++)
			rest = NULL;
		if (count < 2)
			continue;
		for (int i = 2; i < count; i++)
			arguments[i - 2] = strtol(words[i], NULL, 0);
		answer(words[0], strtol(words[1], NULL, 0), arguments);
	}
	return 0;
}
