/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/auto.h"
#include "kernel/network/netlink.h"
#include "kernel/process.h"
#include "life/files/live_file.h"
#include "life/network/slices.h"

static const char digits[] = "0123456789abcdef";

_Noreturn static void be_slice(int done, int (*work)(char digit, void *context), char digit, void *context)
{
	netlink_netfilter_anew();
	live_file_stay();
	if (work(digit, context) == 0)
		process_say_done(done, netlink_netfilter_opened());
	_exit(EXIT_SUCCESS);
}

/* One byte from each that has done its work, whose end nobody waits for; the end of file tells of those that could not. */
static int count_done(int done, int wanted)
{
	int count = 0;
	ssize_t got;
	char byte;

	while (count < wanted && (got = read(done, &byte, 1)) != 0)
		if (got > 0)
			count++;
		else if (errno != EINTR)
			break;
	return count;
}

int slices_run(int (*work)(char digit, void *context), void *context)
{
	autoclose int done = -1;
	int ends[2], count = 0, result = 0;

	if (pipe2(ends, O_CLOEXEC) < 0)
		ends[0] = ends[1] = -1;
	done = ends[0];
	for (const char *digit = digits; *digit; digit++) {
		pid_t pid = done < 0 ? -1 : fork();

		if (pid == 0)
			be_slice(ends[1], work, *digit, context);
		if (pid > 0)
			count++;
		else if (work(*digit, context) < 0)
			result = -1;
	}
	if (done < 0)
		return result;
	close(ends[1]);
	return count_done(done, count) == count ? result : -1;
}
