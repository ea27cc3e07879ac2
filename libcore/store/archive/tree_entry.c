/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/text.h"
#include "store/archive/tree_entry.h"

enum { PERMISSIONS = 07777 };

bool tree_entry_wants(const char *attribute)
{
	return !strstr(attribute, ".overlay.") &&
	       (text_starts(attribute, "user.") || text_starts(attribute, "trusted.")
		|| strcmp(attribute, "security.capability") == 0);
}

static int write_contents(struct tree *tree, struct archive_reader *archive, int fd,
	const struct archive_file *file)
{
	const void *data;
	size_t length;
	off_t offset;
	int more;

	while ((more = archive_reader_data(archive, &data, &length, &offset)) > 0) {
		ssize_t wrote = 0;

		for (size_t at = 0; at < length; at += (size_t)wrote) {
			wrote = pwrite(fd, (const char *)data + at, length - at, offset + (off_t)at);
			if (wrote < 0)
				return tree_refuse_errno(tree, file->name);
		}
	}
	/* The last thing in a sparse file may be a hole. */
	if (more == 0 && ftruncate(fd, file->size) < 0)
		return tree_refuse_errno(tree, file->name);
	return more;
}

/* The capability of a program is never lost in silence; what else a file system lacks is, and what is for the
 * host's root alone, where we are that of a container. */
static int set_attributes(struct archive_reader *archive, int fd)
{
	const char *name;
	const void *value;
	size_t length;

	while (archive_reader_attribute(archive, &name, &value, &length)) {
		if (!tree_entry_wants(name) || fsetxattr(fd, name, value, length, 0) == 0)
			continue;
		if (errno == EPERM && text_starts(name, "trusted."))
			continue;
		if (errno != EOPNOTSUPP || strcmp(name, "security.capability") == 0)
			return -1;
	}
	return 0;
}

/* Owner first: chown takes set-user-ID and capabilities away. */
int tree_entry_finish(struct archive_reader *archive, int fd, const struct archive_file *file)
{
	struct timespec times[] = { file->modified, file->modified };

	if (fchown(fd, (uid_t)file->uid, (gid_t)file->gid) < 0
	    || fchmod(fd, file->mode & PERMISSIONS) < 0 || set_attributes(archive, fd) < 0)
		return -1;
	return futimens(fd, times);
}

static int finish(const struct place *place, const struct archive_file *file)
{
	struct timespec times[] = { file->modified, file->modified };

	if (fchownat(place->parent, place->name, (uid_t)file->uid, (gid_t)file->gid,
		     AT_SYMLINK_NOFOLLOW) < 0)
		return -1;
	if (!file->symlink && fchmodat(place->parent, place->name, file->mode & PERMISSIONS, 0) < 0)
		return -1;
	return utimensat(place->parent, place->name, times, AT_SYMLINK_NOFOLLOW);
}

int tree_entry_hard_link(struct tree *tree, const struct place *place, const struct archive_file *file)
{
	char path[PATH_MAX];
	const char *last;
	autoclose int parent = -1;

	if (tree_normalise(tree, file->hard_link, path) < 0)
		return -1;
	parent = tree_open_parent(tree, path, &last);
	if (parent < 0)
		return -1;
	if (linkat(parent, last, place->parent, place->name, 0) == 0)
		return 0;
	if (errno == ENOENT)
		return tree_refuse(tree, file->name, "it is a link to something that is not in the layer");
	return tree_refuse_errno(tree, file->name);
}

int tree_entry_regular(struct tree *tree, const struct place *place, struct archive_reader *archive,
	const struct archive_file *file)
{
	autoclose int fd = openat(place->parent, place->name,
				  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return tree_refuse_errno(tree, file->name);
	if (write_contents(tree, archive, fd, file) < 0)
		return -1;
	return tree_entry_finish(archive, fd, file) < 0 ? tree_refuse_errno(tree, file->name) : 0;
}

/* Symbolic links, devices and fifos: what can't be opened. */
int tree_entry_node(struct tree *tree, const struct place *place, const struct archive_file *file)
{
	int made;

	if (file->symlink)
		made = symlinkat(file->symlink, place->parent, place->name);
	else
		made = mknodat(place->parent, place->name, file->mode & (S_IFMT | PERMISSIONS), file->device);
	if (made < 0 || finish(place, file) < 0)
		return tree_refuse_errno(tree, file->name);
	return 0;
}
