/* switch_root and others' --no-pivot only chroot into what they have mounted over the first root: who may unmount
 * or enter a mount namespace uncovers it, and all that is mounted there stays busy. Here pivot_root exchanges
 * the cover, and hands its lock on.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "kernel/mount/first_root.h"
#include "kernel/mount/mount.h"
#include "kernel/owners.h"

/* The kernel writes space, tab, newline and backslash of a path as \ooo. In place. */
static void unescape(char *path)
{
	char *to = path;

	for (; *path; to++) {
		unsigned letter;

		if (*path == '\\' && sscanf(path + 1, "%3o", &letter) == 1) {
			*to = (char)letter;
			path += 4;
		} else {
			*to = *path++;
		}
	}
	*to = '\0';
}

/* "36 35 98:0 /mnt1 /mnt2 rw,noatime …": the fifth word, ended. NULL: not such a line. */
static char *mount_point(char *line)
{
	for (int word = 1; word < 5; word++) {
		line = strchr(line, ' ');
		if (!line)
			return NULL;
		line++;
	}
	line[strcspn(line, " ")] = '\0';
	unescape(line);
	return line;
}

/* EINVAL: it went along with the one that it stood in. */
static int unmount(const char *path)
{
	if (strcmp(path, "/") == 0 || umount2(path, MNT_DETACH) == 0 || errno == EINVAL || errno == ENOENT)
		return 0;
	return fail("unmount %s for the container: %m", path);
}

/* The latest first, as it may lie over others. */
static int unmount_all(void)
{
	autofree char *text = file_read(AT_FDCWD, "/proc/self/mountinfo", MOUNTS_SIZE, NULL);

	if (!text)
		return fail("read /proc/self/mountinfo: %m");
	for (char *line = text + strlen(text), *path; line > text;) {
		line[-1] = '\0';
		line = strrchr(text, '\n');
		line = line ? line + 1 : text;
		path = mount_point(line);
		if (path && unmount(path) < 0)
			return -1;
	}
	return 0;
}

/* An empty file system, and the caller in it. */
static int cover(void)
{
	autoclose int first = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	autoclose int made = mount_make("tmpfs", "size=4k,mode=0555", MOUNT_READ_ONLY | MOUNT_SEALED, "/");

	if (first < 0 || made < 0)
		return first < 0 ? fail("open /: %m") : -1;
	if (mount_attach(made, first, "/") < 0)
		return -1;
	return fchdir(made) < 0 || chroot(".") < 0 ? fail("cover the first root: %m") : 0;
}

/* In a process that has our descriptors: put a mount namespace of another user namespace in the place of `fd`. Only
 * who has an id there may make one below it. */
static _Noreturn void lend_namespace(int processes, int fd)
{
	int theirs = -1;

	fail_silently(true);
	if (owners_become_root() == 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0)
		theirs = openat(processes, "self/ns/mnt", O_RDONLY | O_CLOEXEC);
	_exit(theirs < 0 || dup3(theirs, fd, O_CLOEXEC) < 0);
}

/* A copy of another user namespace's mount namespace can't be taken apart: so the kernel keeps users from looking
 * below what root has covered. It does so for copies in both directions, and this is the second one. */
static int lock_cover(int processes)
{
	autoclose int theirs = dup(processes);
	pid_t lender = theirs < 0 ? -1 : (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, NULL, NULL, NULL, NULL);
	int status;

	if (lender < 0)
		return fail("lock the first root: %m");
	if (lender == 0)
		lend_namespace(processes, theirs);
	while (waitpid(lender, &status, 0) < 0)
		if (errno != EINTR)
			return fail("lock the first root: %m");
	if (status)
		return 0;
	return setns(theirs, CLONE_NEWNS) < 0 || unshare(CLONE_NEWNS) < 0 ? fail("lock the first root: %m") : 0;
}

int first_root_bury(int root)
{
	int copy = mount_copy(root, true, "/");
	autoclose int covered = -1, processes = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (copy < 0)
		return -1;
	if (processes < 0)
		fail("open /proc: %m");
	else if (unmount_all() == 0 && cover() == 0 && lock_cover(processes) == 0) {
		covered = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (covered < 0)
			fail("open the cover of the first root: %m");
		else if (mount_attach(copy, covered, "/") == 0)
			return copy;
	}
	auto_close(&copy);
	return -1;
}
