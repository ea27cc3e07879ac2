/* swap ONE OTHER - exchange two names for ever, as fast as it goes
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { EXCHANGE = 2 };

int main(int argc, char **argv)
{
	if (argc != 3)
		return 1;
	puts("swapping");
	fflush(stdout);
	for (;;)
		if (syscall(SYS_renameat2, -100, argv[1], -100, argv[2], EXCHANGE) < 0) {
			perror("swap");
			return 1;
		}
}
