/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/id.h"
#include "store/archive/tree_entry.h"
#include "store/archive/tree_receive.h"

/* What is not yet complete has a name that nobody guesses. */
static char unfinished[ID_LENGTH + 16];

static bool is_inside(const struct receiving *receiving)
{
	return *receiving->shown && strcmp(receiving->shown, "/") != 0;
}

static int refuse_overwriting(const struct receiving *receiving, const char *path, bool directory)
{
	return fail("%scannot overwrite %sdirectory \"%s/%s\" with %sdirectory \"%s\"", receiving->prefix,
		    directory ? "" : "non-", is_inside(receiving) ? receiving->shown : "", path, directory ? "non-" : "",
		    receiving->shown);
}

/* The entry under the name that it gets here. */
static int map_name(const struct tree *tree, const struct receiving *receiving, const char *name, char path[PATH_MAX])
{
	char inner[PATH_MAX];

	if (tree_normalise(tree, name, inner) < 0)
		return -1;
	if (snprintf(path, PATH_MAX, "%s%s%s", receiving->top, *receiving->top && *inner ? "/" : "", inner) >= PATH_MAX)
		return tree_refuse(tree, name, "the name is too long");
	return 0;
}

static int receive_directory(struct tree *tree, const struct place *place, struct archive_reader *archive,
	const struct archive_file *file)
{
	autoclose int fd = -1;

	if (mkdirat(place->parent, place->name, 0700) < 0 && errno != EEXIST)
		return tree_refuse_errno(tree, file->name);
	fd = openat(place->parent, place->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || tree_entry_finish(archive, fd, file) < 0)
		return tree_refuse_errno(tree, file->name);
	return 0;
}

static int make_unfinished(struct tree *tree, const struct place *place, struct archive_reader *archive,
	const struct archive_file *file)
{
	if (file->hard_link)
		return tree_entry_hard_link(tree, place, file);
	if (S_ISREG(file->mode))
		return tree_entry_regular(tree, place, archive, file);
	return tree_entry_node(tree, place, file);
}

static int receive_other(struct tree *tree, const struct place *place, struct archive_reader *archive,
	const struct archive_file *file, const struct receiving *receiving)
{
	struct place aside = { place->parent, unfinished };
	int made = make_unfinished(tree, &aside, archive, file);

	if (made == 0 && renameat(place->parent, unfinished, place->parent, place->name) < 0) {
		if (errno == EBUSY)
			made = fail("%sunlinkat %s/%s: device or resource busy", receiving->prefix,
				    is_inside(receiving) ? receiving->shown : "", file->name);
		else
			made = tree_refuse_errno(tree, file->name);
	}
	/* One that is the same file already stays beside it, too. */
	if (made < 0 || file->hard_link)
		unlinkat(place->parent, unfinished, 0);
	return made;
}

static int receive_at(struct tree *tree, const char *path, struct archive_reader *archive,
	const struct archive_file *file, const struct receiving *receiving)
{
	char split[PATH_MAX];
	struct stat there;
	struct place place;

	snprintf(split, sizeof split, "%s", path);
	place.parent = tree_enter(tree, split, &place.name);
	if (place.parent < 0)
		return -1;
	if (fstatat(place.parent, place.name, &there, AT_SYMLINK_NOFOLLOW) == 0
	    && S_ISDIR(there.st_mode) != (S_ISDIR(file->mode) && !file->hard_link))
		return refuse_overwriting(receiving, path, S_ISDIR(there.st_mode));
	if (S_ISDIR(file->mode) && !file->hard_link)
		return receive_directory(tree, &place, archive, file);
	return receive_other(tree, &place, archive, file, receiving);
}

static int receive_entry(struct tree *tree, struct archive_reader *archive, const struct archive_file *found,
	const struct receiving *receiving)
{
	const long long owners = UINT32_MAX - 1;   /* the last one means "as it is" to chown */
	struct archive_file file = *found;
	char path[PATH_MAX], target[PATH_MAX];

	if (map_name(tree, receiving, file.name, path) < 0
	    || (file.hard_link && map_name(tree, receiving, file.hard_link, target) < 0))
		return -1;
	if (!*path)
		return S_ISDIR(file.mode) ? 0 : tree_refuse(tree, file.name, "the name is empty");
	file.name = path;
	file.hard_link = file.hard_link ? target : NULL;
	if (receiving->owned) {
		/* A program that was to run as somebody else isn't to run as these. */
		if (file.uid != receiving->uid)
			file.mode &= ~(mode_t)(S_ISUID | S_ISGID);
		file.uid = receiving->uid;
		file.gid = receiving->gid;
	}
	if (file.uid < 0 || file.uid > owners || file.gid < 0 || file.gid > owners)
		return tree_refuse(tree, file.name, "the owner is no number that Linux has");
	return receive_at(tree, path, archive, &file, receiving);
}

int tree_receive(int fd, const struct receiving *receiving)
{
	struct archive_source source = { .fd = fd, .what = receiving->source, .gzip = receiving->gzip };
	struct archive_reader *archive = archive_reader_open(&source);
	struct archive_file file;
	struct tree tree;
	char id[ID_LENGTH + 1];
	int more = -1;

	id_draw(id);
	snprintf(unfinished, sizeof unfinished, ".linkbox.%.16s", id);
	if (archive && tree_open(&tree, ".", receiving->what, receiving->what) == 0) {
		tree.verb = "copy to";
		tree.in_use = true;
		while ((more = archive_reader_next(archive, &file)) > 0)
			if (receive_entry(&tree, archive, &file, receiving) < 0)
				break;
		tree_close(&tree);
		if (more == 0)
			archive_reader_drain(archive);
	}
	archive_reader_close(archive);
	return more == 0 ? 0 : -1;
}
