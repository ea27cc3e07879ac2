/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/archive/archive_read.h"
#include "store/archive/compression.h"
#include "store/image/digest.h"
#include "store/image/image_archive.h"
#include "store/image/layer_stream.h"
#include "store/image/layers.h"
#include "store/archive/tree_path.h"

enum { HEAD = 512 };   /* bytes that show what an entry is: one header of a tar */

/* The entry at hand: its name, its beginning, and the data that came in one piece with that. */
struct entry {
	struct archive_reader *archive;
	const struct watch *watch;
	char name[PATH_MAX];
	long long size;
	unsigned char head[HEAD];
	size_t head_length;
	const unsigned char *rest;
	size_t rest_length;
};

/* Contents go to `take` piece by piece; it returns -1 to stop, and may have said why. */
static int read_entry(const struct entry *entry, int (*take)(void *, const void *, size_t), void *context)
{
	const void *data;
	size_t length;
	off_t offset;
	int more;

	if (take(context, entry->head, entry->head_length) < 0
	    || take(context, entry->rest, entry->rest_length) < 0)
		return 0;
	while ((more = archive_reader_data(entry->archive, &data, &length, &offset)) > 0)
		if (take(context, data, length) < 0)
			return 0;
	return more;
}

static int read_head(struct entry *entry)
{
	const void *data;
	size_t length;
	off_t offset;
	int more = 1;

	entry->head_length = entry->rest_length = 0;
	while (entry->head_length < HEAD
	       && (more = archive_reader_data(entry->archive, &data, &length, &offset)) > 0) {
		size_t fits = HEAD - entry->head_length < length ? HEAD - entry->head_length : length;

		memcpy(entry->head + entry->head_length, data, fits);
		entry->head_length += fits;
		entry->rest = (const unsigned char *)data + fits;
		entry->rest_length = length - fits;
	}
	return more < 0 ? -1 : 0;
}

/* A header's sum, with eight spaces for itself; and a layer without any files is all zeros. */
static bool is_tar(const struct entry *entry)
{
	enum { SUM = 148, SUM_LENGTH = 8 };
	unsigned long sum = 0;
	char text[SUM_LENGTH + 1] = "";

	if (entry->head_length < HEAD)
		return false;
	for (size_t i = 0; i < HEAD; i++)
		sum += i >= SUM && i < SUM + SUM_LENGTH ? ' ' : entry->head[i];
	memcpy(text, entry->head + SUM, SUM_LENGTH);
	return sum == SUM_LENGTH * ' ' + 0UL ? !*text : strtoul(text, NULL, 8) == sum;
}

static bool is_json(const struct entry *entry)
{
	size_t at = 0;

	while (at < entry->head_length && isspace(entry->head[at]))
		at++;
	return at < entry->head_length && strchr("{[", entry->head[at]) && entry->size <= BLOB_TEXT_MOST;
}

/* A layer that the store has, where the name says which it is: "<digest>.tar", "blobs/sha256/<digest>",
 * "<digest>/layer.tar" (of an id that is no digest in old archives; then nothing has it). */
static int keep_known(const struct stage *stage, const char *name)
{
	char digest[ID_LENGTH + 1];
	const char *at = text_after(name, "blobs/sha256/");

	at = at ? at : name;
	if (strspn(at, "0123456789abcdef") != ID_LENGTH)
		return 0;
	memcpy(digest, at, ID_LENGTH);
	digest[ID_LENGTH] = '\0';
	return layers_keep(stage, digest);
}

/* A layer on its way from the archive to the stage. */
struct passage {
	const struct entry *entry;
	struct layer_stream stream;
	long long done;
};

static int feed(void *context, const void *data, size_t length)
{
	struct passage *passage = context;
	const struct watch *watch = passage->entry->watch;

	passage->done += (long long)length;
	if (watch)
		watch->tell(watch->context, passage->entry->name, passage->done, passage->entry->size);
	return length ? layer_stream_feed(&passage->stream, data, length) : 0;
}

static int stream_layer(const struct entry *entry, const char *what, int directory, struct allowance *allowance,
	struct layer_facts *facts)
{
	struct unpack unpack = { .what = what, .directory = directory, .whiteouts = true, .allowance = allowance,
				 .packer = stage_packer() };
	struct passage passage = { .entry = entry };

	if (layer_stream_begin(&passage.stream, &unpack, gunzip_knows(entry->head, entry->head_length)) < 0)
		return -1;
	if (read_entry(entry, feed, &passage) < 0) {
		layer_stream_cancel(&passage.stream);
		return -1;
	}
	return layer_stream_end(&passage.stream, facts);
}

static int take_layer(const struct entry *entry, struct stage *stage, struct blobs *blobs)
{
	struct blob *blob = blobs_add(blobs, BLOB_LAYER, entry->name);
	int known = blob ? keep_known(stage, entry->name) : -1;
	autofree char *what = NULL;
	autoclose int directory = -1;
	struct layer_facts facts;
	bool again;

	if (known < 0)
		return -1;
	if (asprintf(&what, "layer %s", entry->name) < 0)
		return fail("read %s: %m", blobs->what);
	if (!known) {
		directory = stage_layer(stage, &blob->number);
		if (directory < 0)
			return -1;
	}
	if (stream_layer(entry, what, directory, &stage->allowance, &facts) < 0)
		return -1;
	again = blobs_find_layer(blobs, facts.plain.digest) || layers_keep(stage, facts.plain.digest) > 0;
	memcpy(blob->digest, facts.blob, sizeof blob->digest);
	memcpy(blob->layer, facts.plain.digest, sizeof blob->layer);
	blob->size = facts.plain.size;
	blob->staged = !known && !again;
	if (!known && again)
		stage_drop(stage, blob->number);
	return 0;
}

struct text {
	char *to;
	size_t room;
};

static int copy(void *context, const void *data, size_t length)
{
	struct text *text = context;

	if (length > text->room)
		return -1;
	if (length)
		memcpy(text->to, data, length);
	text->to += length;
	text->room -= length;
	return 0;
}

static int take_json(const struct entry *entry, struct blobs *blobs)
{
	size_t length = (size_t)entry->size;
	char *room = blobs_text_room(blobs, length);
	struct blob *blob = room ? blobs_add(blobs, BLOB_TEXT, entry->name) : NULL;
	struct text text = { room, length };

	if (!blob) {
		free(room);
		return -1;
	}
	blob->text = room;
	blob->length = length;
	if (read_entry(entry, copy, &text) < 0)
		return -1;
	digest_of(room, length, blob->digest);
	return 0;
}

static int take_regular(struct entry *entry, struct stage *stage, struct blobs *blobs)
{
	const char *compression;
	struct blob *blob;

	if (read_head(entry) < 0)
		return -1;
	if (gunzip_knows(entry->head, entry->head_length) || is_tar(entry))
		return stage ? take_layer(entry, stage, blobs) : 0;
	if (is_json(entry))
		return take_json(entry, blobs);
	compression = compression_unread(entry->head, entry->head_length);
	if (!compression)
		return 0;   /* VERSION, or nothing that an image is made of */
	blob = blobs_add(blobs, BLOB_UNREAD, entry->name);
	if (blob)
		blob->compression = compression;
	return blob ? 0 : -1;
}

/* Old `docker save` writes a layer that two images share once, and "../<id>/layer.tar" as a link. */
static int take_link(const struct entry *entry, const struct archive_file *file, struct blobs *blobs)
{
	struct blob *blob = blobs_add(blobs, BLOB_LINK, entry->name);
	const char *target = file->hard_link ? file->hard_link : file->symlink;
	const char *slash = strrchr(entry->name, '/');
	int above = file->symlink && slash ? (int)(slash - entry->name) : 0;

	if (!blob)
		return -1;
	while (above && text_starts(target, "../")) {
		target += strlen("../");
		while (above && entry->name[--above] != '/')
			continue;
	}
	if (asprintf(&blob->text, "%.*s%s%s", above, entry->name, above ? "/" : "", target) < 0) {
		blob->text = NULL;
		return fail("read %s: %m", blobs->what);
	}
	return 0;
}

static int take_entry(struct entry *entry, const struct archive_file *file, struct stage *stage,
	struct blobs *blobs)
{
	const struct tree tree = { .what = blobs->what };   /* nothing is written by these names */

	if (tree_normalise(&tree, file->name, entry->name) < 0)
		return -1;
	entry->size = file->size;
	if (file->hard_link || file->symlink)
		return take_link(entry, file, blobs);
	return S_ISREG(file->mode) ? take_regular(entry, stage, blobs) : 0;
}

int image_archive_read(const struct archive_source *source, struct stage *stage, struct blobs *blobs,
	const struct watch *watch)
{
	struct archive_file file;
	struct entry *entry = malloc(sizeof *entry);
	int more = -1;

	if (!entry)
		return fail("read %s: %m", blobs->what);
	entry->watch = watch;
	entry->archive = archive_reader_open(source);
	if (entry->archive)
		while ((more = archive_reader_next(entry->archive, &file)) > 0)
			if (take_entry(entry, &file, stage, blobs) < 0) {
				more = -1;
				break;
			}
	if (more == 0 && stage)
		archive_reader_drain(entry->archive);
	archive_reader_close(entry->archive);
	free(entry);
	return more;
}
