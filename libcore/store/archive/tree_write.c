/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "store/archive/tree_entry.h"
#include "store/archive/tree_write.h"

/* The type of what is there, 0 if nothing is; S_IFWHT, which Linux doesn't use, for overlayfs'
 * whiteout, the character device 0:0. */
enum { S_IFWHT = 0160000 };

static mode_t type_at(const struct place *place)
{
	struct stat status;

	if (fstatat(place->parent, place->name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	return S_ISCHR(status.st_mode) && !status.st_rdev ? S_IFWHT : status.st_mode & S_IFMT;
}

static int make_opaque(int directory)
{
	return fsetxattr(directory, "trusted.overlay.opaque", "y", 1, 0);
}

/* Whatever has the name goes: of entries with one name the last is what counts. What the tree has
 * open is the directory that the name is in, so it can't be below it. */
static int make_way(const struct place *place)
{
	return file_remove_tree(place->parent, place->name);
}

/* What this layer has itself stays; a directory of it then hides all that is below. */
static int hide(const struct place *place)
{
	autoclose int fd = -1;
	mode_t there = type_at(place);

	if (!there)
		return mknodat(place->parent, place->name, S_IFCHR, 0);
	if (there != S_IFDIR)
		return 0;
	fd = openat(place->parent, place->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? -1 : make_opaque(fd);
}

/* A directory that is there stays. In the place of a whiteout it is opaque: the whiteout hid the
 * one of the layers below. */
static int make_directory(const struct place *place)
{
	mode_t there = type_at(place);
	int fd;

	if (there && there != S_IFDIR && unlinkat(place->parent, place->name, 0) < 0)
		return -1;
	if (there != S_IFDIR && mkdirat(place->parent, place->name, 0700) < 0)
		return -1;
	fd = openat(place->parent, place->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || there != S_IFWHT || make_opaque(fd) == 0)
		return fd;
	auto_close(&fd);
	return -1;
}

static int write_directory(struct tree *tree, const struct place *place, struct archive_reader *archive,
	const struct archive_file *file)
{
	autoclose int fd = make_directory(place);

	if (fd < 0 || tree_entry_finish(archive, fd, file) < 0)
		return tree_refuse_errno(tree, file->name);
	return 0;
}

/* ".wh.NAME" hides NAME of the layers below, ".wh..wh..opq" all that this directory has there. */
static int write_whiteout(struct tree *tree, const struct place *place, const struct archive_file *file)
{
	struct place hidden = { place->parent, text_after(place->name, ".wh.") };

	if (strcmp(place->name, ".wh..wh..opq") == 0)
		return make_opaque(place->parent) < 0 ? tree_refuse_errno(tree, file->name) : 0;
	if (!*hidden.name || strcmp(hidden.name, ".") == 0 || strcmp(hidden.name, "..") == 0)
		return tree_refuse(tree, file->name, "it is a whiteout of no name");
	return hide(&hidden) < 0 ? tree_refuse_errno(tree, file->name) : 0;
}

static int write_root(struct tree *tree, struct archive_reader *archive, const struct archive_file *file)
{
	if (!S_ISDIR(file->mode))
		return tree_refuse(tree, file->name, "the name is empty");
	tree_leave(tree);
	return tree_entry_finish(archive, tree->root, file) < 0 ? tree_refuse_errno(tree, file->name) : 0;
}

static int write_at(struct tree *tree, const struct place *place, struct archive_reader *archive,
	const struct archive_file *file)
{
	if (S_ISDIR(file->mode) && !file->hard_link)
		return write_directory(tree, place, archive, file);
	if (make_way(place) < 0)
		return tree_refuse_errno(tree, file->name);
	if (file->hard_link)
		return tree_entry_hard_link(tree, place, file);
	if (S_ISREG(file->mode))
		return tree_entry_regular(tree, place, archive, file);
	return tree_entry_node(tree, place, file);
}

/* What aufs keeps in a layer for itself. */
static bool is_bookkeeping(const char *path)
{
	return text_starts(path, ".wh..wh.") && strcmp(path, ".wh..wh..opq") != 0;
}

int tree_write_accepts(const struct tree *tree, const struct archive_file *file, char path[PATH_MAX])
{
	const long long owners = UINT32_MAX - 1;   /* the last one means "as it is" to chown */

	if (tree_normalise(tree, file->name, path) < 0)
		return -1;
	if (is_bookkeeping(path))
		return 0;
	if (file->uid < 0 || file->uid > owners || file->gid < 0 || file->gid > owners)
		return tree_refuse(tree, file->name, "the owner is no number that Linux has");
	return 1;
}

int tree_write(struct tree *tree, struct archive_reader *archive, const struct archive_file *file,
	bool whiteouts)
{
	char path[PATH_MAX];
	struct place place;
	int taken = tree_write_accepts(tree, file, path);

	if (taken <= 0)
		return taken;
	if (!*path)
		return write_root(tree, archive, file);
	place.parent = tree_enter(tree, path, &place.name);
	if (place.parent < 0)
		return -1;
	if (!text_starts(place.name, ".wh."))
		return write_at(tree, &place, archive, file);
	return whiteouts ? write_whiteout(tree, &place, file) : 0;
}
