/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/fail.h"
#include "store/archive/gunzip.h"
#include "store/image/image_archive.h"
#include "store/image/image_manifest.h"
#include "store/image/image_peek.h"
#include "store/image/reference.h"

struct peek {
	const struct blobs *blobs;
	struct record *found;
};

static int note(const struct record *manifest, void *context)
{
	const struct peek *peek = context;
	const char *name = record_get(manifest, "config");
	const struct blob *config = blobs_find(peek->blobs, name);
	char reference[REFERENCE_LENGTH + 1];
	int result;

	if (!config || config->kind != BLOB_TEXT)
		return fail("read %s: configuration %s named by the manifest is not in the archive",
			    peek->blobs->what, name);
	result = record_add(peek->found, "id", config->digest);
	for (const char *tag = NULL; (tag = record_next(manifest, "tag", tag));)
		if (reference_normalise(tag, reference) == 0)
			result |= record_add(peek->found, "tag", reference);
	return result < 0 ? fail("read %s: %m", peek->blobs->what) : 0;
}

int image_peek(int fd, const char *what, struct record *found)
{
	unsigned char head[2];
	ssize_t got = pread(fd, head, sizeof head, 0);
	struct archive_source source = { .fd = fd, .what = what, .gzip = true };
	struct blobs blobs;
	struct peek peek = { &blobs, found };
	int result;

	if (got < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return fail("read %s: %m", what);
	source.skip = !gunzip_knows(head, (size_t)got);
	if (blobs_open(&blobs, what) < 0)
		return -1;
	result = image_archive_read(&source, NULL, &blobs, NULL);
	if (result == 0)
		result = image_manifest_each(&blobs, note, &peek);
	blobs_close(&blobs);
	return result;
}
