/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fail.h"
#include "kernel/process.h"

int process_hide(void)
{
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? fail("hide the process: %m") : 0;
}

void process_reset(void)
{
	/* The kernel's own structure, all 0: SIG_DFL. libc would refuse the signals that it keeps for
	 * itself, and one that our caller has had ignored stays ignored over exec. */
	const unsigned long standard[8] = { 0 };
	sigset_t none;

	for (int number = 1; number < _NSIG; number++)
		syscall(SYS_rt_sigaction, number, standard, NULL, _NSIG / 8);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	umask(0022);
}

int process_end_with_parent(void)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 ? fail("end with the monitor: %m") : 0;
}

static int close_range_of(int first, unsigned last)
{
	if (syscall(SYS_close_range, first, last, 0) < 0)
		return fail("close descriptors: close_range, linkbox needs Linux 5.10 or newer: %m");
	return 0;
}

int process_close_from(int first)
{
	return close_range_of(first, UINT_MAX);
}

int process_close_others(int kept)
{
	/* Two ranges, as close_range can't mark close-on-exec before Linux 5.11. */
	if (kept > 3 && close_range_of(3, (unsigned)kept - 1) < 0)
		return -1;
	return process_close_from(kept < 3 ? 3 : kept + 1);
}

void process_say_done(int done, int kept)
{
	ssize_t wrote = -1;

	if (dup2(done, STDERR_FILENO) < 0 || process_close_others(kept) < 0)
		return;
	while (wrote < 0) {
		wrote = write(STDERR_FILENO, "", 1);
		if (wrote < 0 && errno != EINTR)
			return;
	}
}
