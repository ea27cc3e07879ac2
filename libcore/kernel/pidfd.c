/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
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

bool pidfd_has_ended(int pidfd)
{
	struct pollfd process = { .fd = pidfd, .events = POLLIN };

	return poll(&process, 1, 0) != 0;
}

static bool read_text(const char *path, char *text, size_t room)
{
	autoclose int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = file < 0 ? -1 : read(file, text, room - 1);

	text[length < 0 ? 0 : length] = '\0';
	return length > 0;
}

pid_t pidfd_pid(int pidfd)
{
	char path[64], text[512], *line;
	int pid = -1;

	snprintf(path, sizeof path, "/proc/self/fdinfo/%d", pidfd);
	if (read_text(path, text, sizeof text) && (line = strstr(text, "\nPid:")))
		sscanf(line, " Pid: %d", &pid);
	return pid > 0 ? pid : -1;
}

/* The flags stand behind the name, which may be anything: "pid (name) state ppid group session tty
 * terminal's-group flags". */
static bool is_exiting(const char *stat)
{
	enum { EXITING = 4 };   /* PF_EXITING of the kernel */
	const char *behind = strrchr(stat, ')');
	unsigned flags = EXITING;

	if (behind)
		sscanf(behind, ") %*c %*d %*d %*d %*d %*d %u", &flags);
	return flags & EXITING;
}

bool pidfd_is_ending(int pidfd)
{
	char path[300], text[512];
	struct dirent *thread;
	int pid = (int)pidfd_pid(pidfd);
	bool ending = true;
	DIR *threads;

	snprintf(path, sizeof path, "/proc/%d/task", pid);
	threads = opendir(path);
	/* The first one may have ended long before the others. */
	while (threads && ending && (thread = readdir(threads))) {
		snprintf(path, sizeof path, "/proc/%d/task/%s/stat", pid, thread->d_name);
		ending = *thread->d_name == '.' || !read_text(path, text, sizeof text) || is_exiting(text);
	}
	if (threads)
		closedir(threads);
	return ending;
}
