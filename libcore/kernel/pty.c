/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/pty.h"

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

/* /dev/ptmx may be anything by now; /dev/pts is a mount point, so nobody inside can move it. */
static int open_master(void)
{
	int master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct statfs system;

	if (master < 0)
		return -1;
	if (fstatfs(master, &system) == 0 && system.f_type == DEVPTS_SUPER_MAGIC)
		return master;
	close(master);
	errno = ENODEV;
	return -1;
}

int pty_open(uid_t owner, int *slave)
{
	int master = open_master(), unlock = 0;

	if (master < 0)
		return fail("open /dev/pts/ptmx: %m");
	*slave = -1;
	if (ioctl(master, TIOCSPTLCK, &unlock) == 0)
		*slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*slave >= 0 && fchown(*slave, owner, (gid_t)-1) == 0)
		return master;
	fail("open a terminal of /dev/pts: %m");
	auto_close(slave);
	close(master);
	return -1;
}

int pty_bind_console(int slave)
{
	autoclose int target = open("/dev/console", O_PATH | O_NOFOLLOW | O_CLOEXEC);
	autoclose int tree = -1;

	if (target < 0 && errno == ENOENT)
		target = open("/dev/console", O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (target < 0)
		return fail("make /dev/console: %m");
	tree = (int)syscall(SYS_open_tree, slave, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	if (tree < 0 || syscall(SYS_move_mount, tree, "", target, "",
				MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
		return fail("mount the terminal on /dev/console: %m");
	return 0;
}

int pty_take(int slave)
{
	if (setsid() < 0)
		return fail("begin a session: %m");
	if (ioctl(slave, TIOCSCTTY, 0) < 0)
		return fail("take the terminal: %m");
	for (int fd = 0; fd < 3; fd++)
		if (dup2(slave, fd) < 0)
			return fail("make the terminal descriptor %d: %m", fd);
	return 0;
}
