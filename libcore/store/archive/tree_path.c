/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/archive/tree_path.h"

int tree_open(struct tree *tree, const char *root, const char *what, const char *store)
{
	*tree = (struct tree){ .verb = "unpack", .what = what, .store = store, .parent = -1 };
	tree->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return tree->root < 0 ? fail("unpack %s: %m", what) : 0;
}

void tree_leave(struct tree *tree)
{
	if (tree->parent < 0)
		return;
	if (*tree->parent_path || !tree->in_use)
		futimens(tree->parent, (struct timespec[]){ tree->parent_was.st_atim, tree->parent_was.st_mtim });
	close(tree->parent);
	tree->parent = -1;
}

void tree_close(struct tree *tree)
{
	tree_leave(tree);
	auto_close(&tree->root);
}

int tree_refuse(const struct tree *tree, const char *name, const char *reason)
{
	return fail("%s %s: %.255s: %s", tree->verb, tree->what, name, reason);
}

int tree_refuse_errno(const struct tree *tree, const char *name)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return fail("%s %s: no space left in %s", tree->verb, tree->what, tree->store);
	return tree_refuse(tree, name, strerror(errno));
}

int tree_normalise(const struct tree *tree, const char *name, char path[PATH_MAX])
{
	const char *from = name;
	size_t used = 0;

	/* umoci calls the root "/". */
	if (*name == '/' && name[strspn(name, "/")])
		return tree_refuse(tree, name, "the name is absolute");
	while (*from) {
		size_t length = strcspn(from, "/");

		if (length == 2 && strncmp(from, "..", 2) == 0)
			return tree_refuse(tree, name, "the name leads out of it");
		if (length && !(length == 1 && *from == '.')) {
			if (used + length + 2 > PATH_MAX)
				return tree_refuse(tree, name, "the name is too long");
			if (used)
				path[used++] = '/';
			memcpy(path + used, from, length);
			used += length;
		}
		from += length;
		from += *from == '/';
	}
	path[used] = '\0';
	return 0;
}

/* Open a directory below the root if no part of `path` is a symbolic link. */
static int open_beneath(const struct tree *tree, const char *path)
{
	struct open_how how = {
		.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};

	return (int)syscall(SYS_openat2, tree->root, *path ? path : ".", &how, sizeof how);
}

/* mkdir that keeps the times of the directory above. Present is success. */
static int make_directory(int above, const char *name)
{
	struct stat was;

	if (fstat(above, &was) < 0)
		return -1;
	if (mkdirat(above, name, 0755) < 0)
		return errno == EEXIST ? 0 : -1;
	return futimens(above, (struct timespec[]){ was.st_atim, was.st_mtim });
}

/* Docker makes what an archive leaves out: root's, 0755. Returns the last of them, open. */
static int make_directories(const struct tree *tree, const char *path)
{
	autofree char *copy = strdup(path);
	char *rest = copy, *part;
	int fd = copy ? open_beneath(tree, "") : -1;

	while (fd >= 0 && (part = text_cut(&rest, '/'))) {
		autoclose int above = fd;

		if (make_directory(above, part) < 0)
			return -1;
		fd = openat(above, part, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	}
	return fd;
}

static int open_made(const struct tree *tree, const char *path)
{
	int fd = open_beneath(tree, path);

	if (fd < 0 && errno == ENOENT)
		fd = make_directories(tree, path);
	if (fd >= 0)
		return fd;
	if (errno == ENOSYS)
		return fail("unpack %s: the kernel lacks openat2", tree->what);
	if (errno == ELOOP)
		return tree_refuse(tree, path, "names go through this symbolic link");
	return tree_refuse_errno(tree, path);
}

/* The directory part of a path, and its last part. */
static const char *split(char *path, const char **last)
{
	char *slash = strrchr(path, '/');

	*last = slash ? slash + 1 : path;
	if (!slash)
		return "";
	*slash = '\0';
	return path;
}

int tree_open_parent(const struct tree *tree, char *path, const char **last)
{
	return open_made(tree, split(path, last));
}

int tree_enter(struct tree *tree, char *path, const char **last)
{
	const char *directory = split(path, last);

	if (tree->parent >= 0 && strcmp(directory, tree->parent_path) == 0)
		return tree->parent;
	tree_leave(tree);
	tree->parent = open_made(tree, directory);
	if (tree->parent < 0)
		return -1;
	strcpy(tree->parent_path, directory);
	if (fstat(tree->parent, &tree->parent_was) < 0)
		return fail("unpack %s: %s: %m", tree->what, directory);
	return tree->parent;
}
