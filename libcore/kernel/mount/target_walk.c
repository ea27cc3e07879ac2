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
#include "kernel/mount/target_walk.h"

enum { LINKS_MOST = 40 };   /* as the kernel */

struct walk {
	int root, links;
	char done[PATH_MAX];      /* names from the root on, of which none was a link; "." is the root */
	char rest[PATH_MAX];
};

static int put(char text[PATH_MAX], const char *first, const char *between, const char *second)
{
	char whole[PATH_MAX];

	if (snprintf(whole, sizeof whole, "%s%s%s", first, between, second) >= (int)sizeof whole) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(text, whole);
	return 0;
}

static int open_done(const struct walk *walk)
{
	struct open_how how = {
		.flags = O_PATH | O_NOFOLLOW | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS,
	};

	return (int)syscall(SYS_openat2, walk->root, walk->done, &how, sizeof how);
}

static void leave(struct walk *walk)
{
	char *slash = strrchr(walk->done, '/');

	if (slash)
		*slash = '\0';
	else
		strcpy(walk->done, ".");
}

/* `link` is where we are: go on from the directory that it is in, or from the root. */
static int follow(struct walk *walk, int link)
{
	char text[PATH_MAX];
	ssize_t length = readlinkat(link, "", text, sizeof text - 1);

	if (length < 0)
		return -1;
	if (++walk->links > LINKS_MOST) {
		errno = ELOOP;
		return -1;
	}
	text[length] = '\0';
	if (*text == '/')
		strcpy(walk->done, ".");
	else
		leave(walk);
	return put(walk->rest, text, "/", walk->rest);
}

/* Take the next name off the rest: into it, unless it is a link. -1 and errno. */
static int step(struct walk *walk)
{
	size_t length = strcspn(walk->rest, "/");
	char name[PATH_MAX];
	autoclose int there = -1;
	struct stat what;

	snprintf(name, sizeof name, "%.*s", (int)length, walk->rest);
	memmove(walk->rest, walk->rest + length, strlen(walk->rest + length) + 1);
	if (strcmp(name, ".") == 0)
		return 0;
	if (strcmp(name, "..") == 0) {
		leave(walk);
		return 0;
	}
	if (put(walk->done, walk->done, "/", name) < 0)
		return -1;
	there = open_done(walk);
	if (there < 0 || fstat(there, &what) < 0)
		return -1;
	if (S_ISLNK(what.st_mode))
		return follow(walk, there);
	if (*walk->rest && !S_ISDIR(what.st_mode)) {
		errno = ENOTDIR;
		return -1;
	}
	return 0;
}

int target_walk(int root, const char *path)
{
	struct walk walk = { .root = root, .done = "." };

	if (put(walk.rest, path, "", "") < 0)
		return -1;
	for (;;) {
		size_t slashes = strspn(walk.rest, "/");

		memmove(walk.rest, walk.rest + slashes, strlen(walk.rest + slashes) + 1);
		if (!*walk.rest)
			return open_done(&walk);
		if (step(&walk) < 0)
			return -1;
	}
}
