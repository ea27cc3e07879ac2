/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"
#include "progress.h"
#include "provision/provision_archive.h"
#include "provision/provision_images.h"
#include "store/archive/archive_note.h"
#include "store/image/image_peek.h"
#include "store/image/images.h"
#include "store/store.h"

static int is_archive(const struct dirent *entry)
{
	static const char *const ends[] = { ".tar", ".tar.gz", ".tgz", ".image" };

	for (int i = 0; *entry->d_name != '.' && i < 4; i++)
		if (text_ends(entry->d_name, ends[i]))
			return true;
	return false;
}

/* By the digests that are wanted: the archive itself may be on a disk that isn't there. */
static bool has_wish(const struct image_wish *wish, const struct record *note)
{
	const char *digest = record_get(note, "sha256");
	char id[ID_LENGTH + 1];

	if (!wish->archive && !wish->image)
		return false;
	if (wish->archive && (!digest || strcmp(digest, wish->archive) != 0 || !archive_note_is_loaded(note, false)))
		return false;
	return !wish->image || images_find(wish->image, id) == 0;
}

/* Where no note can be kept, what is compressed is read each time, and written never. */
static bool is_there_read_only(int fd, const char *path)
{
	struct record found autorecord = { 0 };

	return access(store_path(STORE_STATE), W_OK) < 0 && errno == EROFS && image_peek(fd, path, &found) == 0
	       && archive_note_is_loaded(&found, true);
}

/* By what is in it. `now` gets its mark. 1, 0, -1 said. */
static int has_contents(int fd, const char *path, const struct record *note, struct record *now, bool dry_run)
{
	const char *before = record_get(note, "mark"), *mark;

	if (archive_note_mark(now, fd, path) < 0)
		return -1;
	mark = record_get(now, "mark");
	if (before && strcmp(before, mark) == 0 && archive_note_is_loaded(note, false))
		return 1;
	if (!archive_note_is_loaded(now, true))
		return is_there_read_only(fd, path);
	if (!dry_run)
		archive_note_save(now, path);
	return 1;
}

/* What the load has told, with the image of each tag. */
static int note_images(struct record *note, const struct record *loaded)
{
	char id[ID_LENGTH + 1];
	int result = 0;

	record_drop(note, "id");
	record_drop(note, "tag");
	for (const char *line = NULL; (line = record_line(loaded, line));) {
		const char *tag = text_after(line, "tag="), *image = text_after(line, "id=");

		if (tag && images_find(tag, id) == 0)
			result |= record_add(note, "id", id) | record_add(note, "tag", tag);
		else if (image)
			result |= record_add(note, "id", image);
	}
	return result;
}

static int load(int fd, const struct provision_archive *archive, struct record *note)
{
	struct record loaded autorecord = { 0 };
	struct progress progress = { 0 };
	const struct watch *watch = progress_begin(&progress, "Loading layer");

	if (lseek(fd, 0, SEEK_SET) < 0)
		return fail("read %s: %m", archive->path);
	if (image_load(fd, archive->path, &archive->wish, watch, &loaded) < 0)
		return -1;
	progress_end(&progress);
	if (note_images(note, &loaded) == 0
	    && (!archive->wish.archive || record_add(note, "sha256", archive->wish.archive) == 0))
		archive_note_save(note, archive->path);
	return 0;
}

static int open_archive(const char *path)
{
	int fd;

	if (!file_is_regular(AT_FDCWD, path))
		return fail("%s: it is no file", path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? fail("open %s: %m", path) : fd;
}

static void say(const char *what, const char *name)
{
	printf("%s %s\n", what, name);
	fflush(stdout);
}

static int have(const char *name, const struct provision_archive *archive, const struct provision *how, bool *coming)
{
	struct record note autorecord = { 0 }, now autorecord = { 0 };
	bool is_wished = archive->wish.archive || archive->wish.image, there;
	autoclose int fd = -1;
	int result = 0;

	archive_note_load(&note, archive->path);
	there = has_wish(&archive->wish, &note);
	if (!there)
		fd = open_archive(archive->path);
	if (!there && fd < 0)
		return -1;
	if (!there && !is_wished)
		result = has_contents(fd, archive->path, &note, &now, how->dry_run);
	if (result < 0)
		return -1;
	if (there || result > 0) {
		if (how->verbose)
			say("keep", name);
		return 0;
	}
	say("load", name);
	*coming = true;
	return how->dry_run ? 0 : load(fd, archive, &now);
}

int provision_images_load(const char *directory, const struct provision *how, bool *coming)
{
	struct dirent **entries;
	int count = scandir(directory, &entries, is_archive, alphasort), result = 0;

	*coming = false;
	if (count < 0)
		return fail("read %s: %m", directory);
	for (int i = 0; i < count; i++) {
		struct provision_archive archive;

		if (provision_archive_read(&archive, directory, entries[i]->d_name) < 0
		    || have(entries[i]->d_name, &archive, how, coming) < 0)
			result = -1;   /* said; do the others */
		provision_archive_free(&archive);
		free(entries[i]);
	}
	free(entries);
	return result;
}
