/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "kernel/mount/mount_swap.h"

enum { BENEATH = 0x200 };   /* MOVE_MOUNT_BENEATH, newer than our kernel headers */

int mount_swap(int mount, const char *path, const struct stat *old)
{
	autoclose int target = open(path, O_PATH | O_CLOEXEC | O_NOFOLLOW);
	struct stat found;

	if (target < 0 || fstat(target, &found) < 0)
		return -1;
	if (found.st_dev != old->st_dev || found.st_ino != old->st_ino) {
		errno = ESTALE;
		return -1;
	}
	if (syscall(SYS_move_mount, mount, "", target, "",
		    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH | BENEATH) < 0)
		return -1;
	return umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW);
}
