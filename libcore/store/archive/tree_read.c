/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/entries.h"
#include "store/mount_points.h"
#include "store/archive/tar_sparse.h"
#include "store/archive/tree_attributes.h"
#include "store/archive/tree_links.h"
#include "store/archive/tree_read.h"

enum { FROM_NOWHERE_MOST = 1 << 20 };

/* Where we are: what it is called in the archive, and `below` where its path in the tree begins. */
struct walk {
	struct tree_reading *reading;
	char path[2 * PATH_MAX];
	size_t below;
	dev_t device;             /* of the top */
};

static int complain(const struct walk *walk)
{
	if (errno == ENAMETOOLONG)
		return fail("read %s: %.255s…: the name is too long", walk->reading->tar->what, walk->path);
	return fail("read %s: %s: %m", walk->reading->tar->what, walk->path);
}

/* The file that was looked at, and no other that has got its name since: a device or a fifo, say. */
static int open_again(const struct walk *walk, int file)
{
	char number[16];

	snprintf(number, sizeof number, "%d", file);
	return openat(walk->reading->proc, number, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

static struct tar_entry entry_of(const struct walk *walk, const struct stat *status, const char *link)
{
	return (struct tar_entry){
		.name = walk->path, .link = link, .status = *status, .whole_seconds = walk->reading->whole_seconds,
	};
}

static int write_header(struct walk *walk, int file, const struct stat *status, const char *link)
{
	struct tar_entry entry = entry_of(walk, status, link);
	autofree char *attributes = NULL;

	if (file >= 0 && !link && tree_attributes_read(file, &attributes, &entry.attributes_length) < 0)
		return complain(walk);
	entry.attributes = attributes;
	return tar_write_header(walk->reading->tar, &entry);
}

/* As tar_write_sparse. */
static int write_sparse(struct walk *walk, int file, const struct stat *status)
{
	struct tar_entry entry = entry_of(walk, status, NULL);
	autofree char *attributes = NULL;

	if (!walk->reading->sparse || status->st_blocks >= status->st_size / 512)
		return 0;
	if (tree_attributes_read(file, &attributes, &entry.attributes_length) < 0)
		return complain(walk);
	entry.attributes = attributes;
	return tar_write_sparse(walk->reading->tar, &entry, file);
}

/* A file of /proc has contents, but no size before they are read. */
static int write_unsized(struct walk *walk, int file, struct stat *status)
{
	autofree char *text = malloc(FROM_NOWHERE_MOST);
	ssize_t got = 1;

	while (text && status->st_size < FROM_NOWHERE_MOST && got > 0) {
		got = read(file, text + status->st_size, (size_t)(FROM_NOWHERE_MOST - status->st_size));
		status->st_size += got > 0 ? got : 0;
	}
	if (!text || got < 0)
		return complain(walk);
	if (write_header(walk, file, status, NULL) < 0
	    || tar_write_bytes(walk->reading->tar, text, (size_t)status->st_size) < 0)
		return -1;
	return tar_write_padding(walk->reading->tar, status->st_size);
}

static int write_file(struct walk *walk, int looked, struct stat *status)
{
	const char *before = status->st_nlink > 1 ? tree_links_meet(walk->reading->links, status, walk->path) : NULL;
	autoclose int file = before ? -1 : open_again(walk, looked);
	int sparse;

	if (before)
		return write_header(walk, -1, status, before);
	if (file < 0 || fstat(file, status) < 0)
		return complain(walk);
	if (!status->st_size && !status->st_blocks && !walk->path[walk->below])
		return write_unsized(walk, file, status);
	sparse = write_sparse(walk, file, status);
	if (sparse)
		return sparse < 0 ? -1 : 0;
	if (write_header(walk, file, status, NULL) < 0 || tar_write_file(walk->reading->tar, file, status->st_size) < 0)
		return -1;
	return tar_write_padding(walk->reading->tar, status->st_size);
}

static int write_link(struct walk *walk, int looked, const struct stat *status)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(looked, "", target, sizeof target - 1);

	if (length < 0)
		return complain(walk);
	target[length] = '\0';
	return write_header(walk, -1, status, target);
}

static int write_below(struct walk *walk, int directory);

/* What the kernel shows of itself isn't anybody's data. */
static bool is_kernels(int directory)
{
	static const unsigned kinds[] = {
		PROC_SUPER_MAGIC, SYSFS_MAGIC, CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, DEVPTS_SUPER_MAGIC, DEBUGFS_MAGIC,
		TRACEFS_MAGIC, SECURITYFS_MAGIC, BPF_FS_MAGIC,
	};
	struct statfs status;

	for (size_t i = 0; fstatfs(directory, &status) == 0 && i < sizeof kinds / sizeof kinds[0]; i++)
		if ((unsigned)status.f_type == kinds[i])
			return true;
	return false;
}

static bool is_empty(const struct walk *walk, int directory, const struct stat *status)
{
	if (status->st_dev == walk->device)
		return false;
	return walk->reading->one_file_system || status->st_dev == walk->reading->left_out || is_kernels(directory);
}

/* ".wh..wh..opq": what the layers below have in this directory is hidden. */
static int write_opaque(struct walk *walk, int directory)
{
	struct stat status = { .st_mode = S_IFREG };
	size_t length = strlen(walk->path);
	char value;
	int result;

	if (fgetxattr(directory, "trusted.overlay.opaque", &value, 1) != 1 || value != 'y')
		return 0;
	snprintf(walk->path + length, sizeof walk->path - length, "%s.wh..wh..opq", length ? "/" : "");
	result = write_header(walk, -1, &status, NULL);
	walk->path[length] = '\0';
	return result;
}

/* A root that is root's, for all to read, needs no words. */
static int write_root(struct walk *walk, int directory, const struct stat *status)
{
	int result = 0;

	if ((status->st_mode & 07777) != 0755 || status->st_uid || status->st_gid) {
		strcpy(walk->path, ".");
		result = write_header(walk, directory, status, NULL);
		*walk->path = '\0';
	}
	return result;
}

static int write_directory(struct walk *walk, int looked, const struct stat *status)
{
	autoclose int directory = openat(looked, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (directory < 0)
		return complain(walk);
	if (*walk->path ? write_header(walk, directory, status, NULL) < 0 : write_root(walk, directory, status) < 0)
		return -1;
	if (walk->reading->layer && write_opaque(walk, directory) < 0)
		return -1;
	return is_empty(walk, directory, status) ? 0 : write_below(walk, directory);
}

static int write_entry(struct walk *walk, int parent, const char *name)
{
	autoclose int looked = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	/* It went between its name and itself. */
	if (looked < 0 && errno == ENOENT && walk->path[walk->below])
		return 0;
	if (looked < 0 || fstat(looked, &status) < 0)
		return complain(walk);
	switch (status.st_mode & S_IFMT) {
	case S_IFDIR:
		return write_directory(walk, looked, &status);
	case S_IFREG:
		return write_file(walk, looked, &status);
	case S_IFLNK:
		return write_link(walk, looked, &status);
	case S_IFSOCK:
		return 0;   /* it lives only as long as who listens */
	default:
		return write_header(walk, -1, &status, NULL);
	}
}

/* What overlayfs has in the place of what was deleted, under the name that archives give it. */
static int write_layer_entry(struct walk *walk, int parent, const char *name, size_t start)
{
	struct stat status;

	if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : complain(walk);
	if (walk->reading->foreign && mount_point_is_unused(walk->path, parent, name))
		return 0;
	if (!S_ISCHR(status.st_mode) || status.st_rdev)
		return write_entry(walk, parent, name);
	if (snprintf(walk->path + start, sizeof walk->path - start, ".wh.%s", name) >= (int)(sizeof walk->path - start))
		return errno = ENAMETOOLONG, complain(walk);
	status = (struct stat){ .st_mode = S_IFREG };
	return write_header(walk, -1, &status, NULL);
}

static int write_below(struct walk *walk, int directory)
{
	struct entries entries autoentries = { 0 };
	size_t length = strlen(walk->path), start = length;
	int result = 0;

	if (entries_read(&entries, directory) < 0)
		return complain(walk);
	entries_sort(&entries);
	if (length && walk->path[length - 1] != '/')
		walk->path[start++] = '/';
	for (size_t i = 0; !result && i < entries.count; i++) {
		const char *name = entries.names[i];

		if (start + strlen(name) + 32 >= sizeof walk->path)
			result = (errno = ENAMETOOLONG, complain(walk));
		strcpy(walk->path + start, result ? "" : name);
		if (!result && walk->reading->layer)
			result = write_layer_entry(walk, directory, name, start);
		else if (!result)
			result = write_entry(walk, directory, name);
	}
	walk->path[length] = '\0';
	return result;
}

void tree_read_prepare(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

int tree_read(struct tree_reading *reading, int parent, const char *name, const char *top)
{
	struct walk walk = { .reading = reading, .below = strlen(top) };
	autoclose int own = reading->proc < 0 ? open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	struct stat status;
	int result;

	snprintf(walk.path, sizeof walk.path, "%s", top);
	if (reading->proc < 0)
		reading->proc = own;
	reading->links = tree_links_open();
	if (!reading->links || fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return complain(&walk);
	walk.device = status.st_dev;
	result = write_entry(&walk, parent, name);
	tree_links_close(reading->links);
	return result;
}
