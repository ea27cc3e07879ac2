/* Terminals of a container's own devpts.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/fail.h"
#include "kernel/pty.h"
#include "kernel/terminal.h"

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - pty: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

/* A /dev of our own, as a container has it. */
static bool make_dev(void)
{
	return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
	       && mount("tmpfs", "/dev", "tmpfs", 0, NULL) == 0 && mkdir("/dev/pts", 0755) == 0
	       && mount("devpts", "/dev/pts", "devpts", 0, "newinstance,ptmxmode=0666,mode=0620") == 0;
}

static bool holds(int fd, const char *text)
{
	char data[64];
	size_t length = strlen(text), got = 0;

	for (int tries = 0; got < length && tries < 500; tries++) {
		ssize_t more = read(fd, data + got, sizeof data - got);

		if (more > 0)
			got += (size_t)more;
		else
			usleep(10000);
	}
	return got == length && memcmp(data, text, length) == 0;
}

/* What the first process of a container does; its exit status says what was wrong. */
static int be_inside(int slave)
{
	if (pty_take(slave) < 0)
		return 1;
	if (!isatty(0) || !isatty(1) || !isatty(2) || tcgetpgrp(0) != getpid() || getsid(0) != getpid())
		return 2;
	if (strcmp(ttyname(0), "/dev/pts/0") != 0)
		return 3;
	if (fcntl(0, F_GETFD) || fcntl(1, F_GETFD) || fcntl(2, F_GETFD))
		return 4;
	return write(1, "inside\n", 7) == 7 ? 0 : 5;
}

static void a_pair(void)
{
	int slave, rows, columns, status;
	struct stat file, console;
	int master = pty_open(1000, &slave);
	pid_t inside;

	ok(master >= 0 && slave >= 0, "opens a pair");
	ok(fstat(slave, &file) == 0 && file.st_uid == 1000, "gives the slave to the user");
	ok(fcntl(master, F_GETFD) == FD_CLOEXEC && fcntl(slave, F_GETFD) == FD_CLOEXEC, "closes both on exec");
	ok(terminal_resize(master, 33, 99) == 0 && terminal_size(slave, &rows, &columns) == 0 && rows == 33 && columns == 99,
	   "has a size");
	ok(pty_bind_console(slave) == 0 && stat("/dev/console", &console) == 0 && console.st_rdev == file.st_rdev,
	   "is /dev/console, too");
	fflush(stdout);
	inside = fork();
	if (inside == 0)
		_exit(be_inside(slave));
	close(slave);
	ok(waitpid(inside, &status, 0) == inside && status == 0, "becomes the controlling terminal");
	ok(holds(master, "inside\r\n"), "hands on what is written");
	close(master);
}

static void deceit(void)
{
	int slave;

	fail_silently(true);
	umount2("/dev/pts", MNT_DETACH);
	ok(pty_open(0, &slave) < 0, "doesn't go on without a devpts");
	ok(creat("/dev/pts/ptmx", 0666) >= 0 && pty_open(0, &slave) < 0, "takes no file for it");
	unlink("/dev/pts/ptmx");
	ok(symlink("/dev/tty", "/dev/pts/ptmx") == 0 && pty_open(0, &slave) < 0, "follows no link");
	umount2("/dev/console", MNT_DETACH);
	unlink("/dev/console");
	ok(symlink("/etc/passwd", "/dev/console") == 0 && pty_bind_console(0) < 0, "mounts on no link");
	fail_silently(false);
}

int main(void)
{
	if (!make_dev()) {
		puts("1..0 # SKIP needs root and devpts");
		return 0;
	}
	a_pair();
	deceit();
	printf("1..%d\n", number);
	return failed != 0;
}
