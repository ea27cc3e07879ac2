/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/mount/mount.h"
#include "kernel/mount/target.h"
#include "kernel/mount/target_walk.h"

enum { LINKS_FOLLOWED_MOST = 40 };   /* as the kernel */

int target_find(int root, const char *path)
{
	struct open_how how = {
		.flags = O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	int fd = (int)syscall(SYS_openat2, root, path, &how, sizeof how);

	/* Something was renamed or mounted on this machine meanwhile, and there was a ".." to check. Who does
	 * nothing else could keep us from trying as often as we like. */
	return fd < 0 && errno == EAGAIN ? target_walk(root, path) : fd;
}

static int make(int parent, const char *name, enum target_kind kind)
{
	autoclose int file = -1;

	if (kind == TARGET_DIRECTORY)
		return mkdirat(parent, name, 0755);
	file = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	return file < 0 ? -1 : 0;
}

/* Put what the link `name` in `parent` says in the place of path[0..end), which it is. */
static int expand(int parent, const char *name, char path[PATH_MAX], size_t start, size_t end)
{
	char link[PATH_MAX], whole[PATH_MAX];
	ssize_t length = readlinkat(parent, name, link, sizeof link);

	if (length < 0)
		return -1;
	if (snprintf(whole, sizeof whole, "%.*s%.*s%s", link[0] == '/' ? 0 : (int)start, path,
		     (int)length, link, path + end) >= (int)sizeof whole) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(path, whole);
	return 0;
}

/* Make the first part of `path` that is absent. The part before it is there: `path` and its
 * links are resolved anew at each step, always below the root. */
static int make_first_absent(int root, char path[PATH_MAX], enum target_kind kind)
{
	size_t start = 0, end;

	for (;; start = end) {
		autoclose int there = -1, parent = -1;
		char before[PATH_MAX], name[NAME_MAX + 1];

		start += strspn(path + start, "/");
		end = start + strcspn(path + start, "/");
		snprintf(before, sizeof before, "%.*s", (int)end, path);
		there = target_find(root, before);
		if (there >= 0 && path[end])
			continue;
		if (there >= 0 || errno != ENOENT)
			return there < 0 ? -1 : 0;
		if (end - start > NAME_MAX) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, path + start, end - start);
		name[end - start] = '\0';
		before[start] = '\0';
		parent = target_find(root, start ? before : ".");
		if (parent < 0)
			return -1;
		if (path[end + strspn(path + end, "/")])
			kind = TARGET_DIRECTORY;
		if (make(parent, name, kind) == 0)
			return 0;
		return errno == EEXIST ? expand(parent, name, path, start, end) : -1;
	}
}

int target_make(int root, const char *path, enum target_kind kind)
{
	char rest[PATH_MAX];
	int fd;

	if (snprintf(rest, sizeof rest, "%s", *path ? path : "/") >= (int)sizeof rest) {
		errno = ENAMETOOLONG;
		return mount_failed(path, "openat2");
	}
	for (int tries = 0; tries < LINKS_FOLLOWED_MOST + PATH_MAX / 2; tries++) {
		fd = target_find(root, rest);
		if (fd >= 0)
			return fd;
		if (errno != ENOENT || make_first_absent(root, rest, kind) < 0)
			return mount_failed(path, "openat2");
	}
	errno = ELOOP;
	return mount_failed(path, "openat2");
}

int target_own(int root, const char *name)
{
	enum { FLAGS = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };
	int fd = openat(root, name, FLAGS);

	if (fd < 0 && errno == ENOENT && mkdirat(root, name, 0755) == 0)
		fd = openat(root, name, FLAGS);
	return fd < 0 ? fail("mount /%s: what the image has there: %m", name) : fd;
}
