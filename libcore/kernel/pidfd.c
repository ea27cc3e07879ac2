/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "kernel/pidfd.h"

int pidfd_take(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

int pidfd_signal(int pidfd, int signal)
{
	return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

pid_t pidfd_host_pid(int pidfd)
{
	char text[512];
	autoclose int info = -1;
	const char *line;
	ssize_t length;
	long pid;

	snprintf(text, sizeof text, "/proc/self/fdinfo/%d", pidfd);
	info = open(text, O_RDONLY | O_CLOEXEC);
	length = info < 0 ? -1 : read(info, text, sizeof text - 1);
	if (length < 0)
		return -1;
	text[length] = '\0';
	line = strstr(text, "\nPid:");
	pid = line ? strtol(line + strlen("\nPid:"), NULL, 10) : 0;
	if (pid > 0)
		return (pid_t)pid;
	errno = ESRCH;
	return -1;
}
