/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "store/lock.h"

static int take(int dir, const char *name, int command)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct stat ours, theirs;

	for (;;) {
		int fd = openat(dir, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

		if (fd < 0)
			return -1;
		while (fcntl(fd, command, &whole) < 0) {
			if (errno == EINTR)
				continue;
			auto_close(&fd);
			return -1;
		}
		/* Between opening and locking the file may have gone: then it locks nothing. */
		if (fstat(fd, &ours) == 0 && fstatat(dir, name, &theirs, AT_SYMLINK_NOFOLLOW) == 0
		    && ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev)
			return fd;
		close(fd);
	}
}

int lock_take(int dir, const char *name)
{
	return take(dir, name, F_OFD_SETLKW);
}

int lock_try(int dir, const char *name)
{
	return take(dir, name, F_OFD_SETLK);
}

bool lock_is_held(int dir, const char *name)
{
	autoclose int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fd >= 0 && fcntl(fd, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
}
