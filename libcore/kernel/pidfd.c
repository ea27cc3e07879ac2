/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kernel/pidfd.h"

int pidfd_take(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

int pidfd_signal(int pidfd, int signal)
{
	return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

bool pidfd_has_ended(int pidfd)
{
	struct pollfd process = { .fd = pidfd, .events = POLLIN };

	return poll(&process, 1, 0) != 0;
}
