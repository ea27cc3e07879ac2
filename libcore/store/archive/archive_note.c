/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/archive/archive_note.h"
#include "store/image/digest.h"
#include "store/archive/gunzip.h"
#include "store/image/image_peek.h"
#include "store/image/images.h"
#include "store/path_record.h"
#include "store/store.h"

void archive_note_load(struct record *note, const char *path)
{
	path_record_load(note, "archives", path);
}

/* One that is known by its digest may be on a disk that comes again. */
static int sweep(int archives, const char *name, void *context)
{
	struct record note autorecord = { 0 };
	const char *path;

	(void)context;
	if (record_load(&note, archives, name) < 0)
		return 0;
	path = record_get(&note, "path");
	if (!path || (!record_get(&note, "sha256") && access(path, F_OK) < 0 && errno == ENOENT))
		unlinkat(archives, name, 0);
	return 0;
}

void archive_note_save(struct record *note, const char *path)
{
	bool was = fail_silently(true);

	if (record_set(note, "path", path) == 0 && path_record_save(note, "archives", path, false) == 0)
		store_each(STORE_STATE, "archives", sweep, NULL);
	fail_silently(was);
}

/* The sum that gzip has of the data, and their length: the last eight bytes. */
static int mark_compressed(struct record *note, int fd, const char *what)
{
	unsigned char end[8];
	char hex[2 * sizeof end + 1];
	struct stat about;

	if (fstat(fd, &about) < 0 || pread(fd, end, sizeof end, about.st_size - (off_t)sizeof end) != sizeof end)
		return fail("read %s: %m", what);
	text_hex(hex, end, sizeof end);
	return record_addf(note, "mark", "%lld %lld.%09ld %s", (long long)about.st_size,
			   (long long)about.st_mtim.tv_sec, about.st_mtim.tv_nsec, hex) < 0
	       ? fail("read %s: %m", what) : 0;
}

static int mark_plain(struct record *note, int fd, const char *what)
{
	struct record found autorecord = { 0 };
	char mark[ID_LENGTH + 1];

	if (image_peek(fd, what, &found) < 0)
		return -1;
	digest_of(found.text, found.length, mark);
	return record_copy(note, &found, NULL) < 0 || record_add(note, "mark", mark) < 0
	       ? fail("read %s: %m", what) : 0;
}

int archive_note_mark(struct record *note, int fd, const char *what)
{
	unsigned char head[2];
	ssize_t got = pread(fd, head, sizeof head, 0);

	if (got < 0)
		return fail("read %s: %m", what);
	return gunzip_knows(head, (size_t)got) ? mark_compressed(note, fd, what) : mark_plain(note, fd, what);
}

static bool is_there(const char *reference, const char *wanted)
{
	char id[ID_LENGTH + 1];

	return images_find(reference, id) == 0 && (!wanted || strcmp(id, wanted) == 0);
}

bool archive_note_is_loaded(const struct record *note, bool just)
{
	const char *image = NULL;
	bool tagged = true;

	for (const char *line = NULL; (line = record_line(note, line));) {
		const char *id = text_after(line, "id="), *tag = text_after(line, "tag=");

		if (id) {
			if (!tagged && !is_there(image, image))
				return false;
			image = id;
			tagged = false;
		} else if (tag) {
			if (!image || !is_there(tag, just ? image : NULL))
				return false;
			tagged = true;
		}
	}
	return image && (tagged || is_there(image, image));
}
