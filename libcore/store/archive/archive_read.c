/* SPDX-License-Identifier: MIT */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/archive/archive_read.h"
#include "store/archive/compression.h"
#include "store/image/digest.h"

/* A small one where most of what lies between is to be skipped. */
enum { BLOCK = 1 << 17, SMALL_BLOCK = 1 << 13 };

struct archive_reader {
	struct archive *archive;
	struct archive_entry *entry;
	struct archive_source source;
	size_t looked_at;          /* bytes of `block` that were read before libarchive asked */
	char block[BLOCK];
};

static ssize_t read_some(const struct archive_reader *reader, char *buffer, size_t room)
{
	ssize_t got;

	do
		got = read(reader->source.fd, buffer, room);
	while (got < 0 && errno == EINTR);
	if (got > 0 && reader->source.digest)
		digest_add(reader->source.digest, buffer, (size_t)got);
	return got;
}

static la_ssize_t give(struct archive *archive, void *context, const void **data)
{
	struct archive_reader *reader = context;
	ssize_t got = (ssize_t)reader->looked_at;

	*data = reader->block;
	reader->looked_at = 0;
	if (!got)
		got = read_some(reader, reader->block, reader->source.skip ? SMALL_BLOCK : BLOCK);
	if (got < 0)
		archive_set_error(archive, errno, "%s", strerror(errno));
	return got;
}

static la_int64_t skip(struct archive *archive, void *context, la_int64_t length)
{
	const struct archive_reader *reader = context;

	(void)archive;
	return reader->source.skip && lseek(reader->source.fd, length, SEEK_CUR) >= 0 ? length : 0;
}

static int look(struct archive_reader *reader)
{
	enum { ENOUGH = 512 };
	const char *compression;

	while (reader->looked_at < ENOUGH) {
		ssize_t got = read_some(reader, reader->block + reader->looked_at,
					SMALL_BLOCK - reader->looked_at);

		if (got < 0)
			return fail("read %s: %m", reader->source.what);
		if (!got)
			break;
		reader->looked_at += (size_t)got;
	}
	/* libarchive would only say that it doesn't recognise the format. */
	compression = compression_unread(reader->block, reader->looked_at);
	return compression ? fail("read %s: it is compressed with %s; linkbox reads gzip and plain archives",
				  reader->source.what, compression) : 0;
}

static const char *reason(const struct archive_reader *reader)
{
	const char *text = archive_error_string(reader->archive);

	return text ? text : "it is damaged";
}

struct archive_reader *archive_reader_open(const struct archive_source *source)
{
	struct archive_reader *reader = calloc(1, sizeof *reader);

	if (!reader) {
		fail("read %s: %m", source->what);
		return NULL;
	}
	/* Names of entries are bytes to us; libarchive converts them, which is no change in UTF-8. */
	setlocale(LC_CTYPE, "C.UTF-8");
	reader->source = *source;
	reader->archive = archive_read_new();
	if (!reader->archive)
		fail("read %s: %m", source->what);
	else if (look(reader) == 0) {
		archive_read_support_format_tar(reader->archive);
		if (source->gzip)
			archive_read_support_filter_gzip(reader->archive);
		if (archive_read_open2(reader->archive, reader, NULL, give, skip, NULL) == ARCHIVE_OK)
			return reader;
		fail("read %s: %s", source->what, reason(reader));
	}
	archive_reader_close(reader);
	return NULL;
}

void archive_reader_close(struct archive_reader *reader)
{
	if (!reader)
		return;
	archive_read_free(reader->archive);
	free(reader);
}

void archive_reader_drain(struct archive_reader *reader)
{
	while (read_some(reader, reader->block, BLOCK) > 0)
		continue;
}

static void describe(struct archive_entry *entry, struct archive_file *file)
{
	file->name = archive_entry_pathname(entry);
	file->hard_link = archive_entry_hardlink(entry);
	file->symlink = archive_entry_symlink(entry);
	file->mode = archive_entry_mode(entry);
	file->uid = archive_entry_uid(entry);
	file->gid = archive_entry_gid(entry);
	file->device = archive_entry_rdev(entry);
	file->size = archive_entry_size(entry);
	file->modified.tv_sec = archive_entry_mtime(entry);
	file->modified.tv_nsec = archive_entry_mtime_nsec(entry);
	archive_entry_xattr_reset(entry);
}

int archive_reader_next(struct archive_reader *reader, struct archive_file *file)
{
	int state;

	do
		state = archive_read_next_header(reader->archive, &reader->entry);
	while (state == ARCHIVE_RETRY);
	if (state == ARCHIVE_EOF)
		return 0;
	/* A warning is about a name that isn't UTF-8: it is taken as it is. */
	if (state != ARCHIVE_OK && state != ARCHIVE_WARN)
		return fail("read %s: %s", reader->source.what, reason(reader));
	describe(reader->entry, file);
	if (!file->name)
		return fail("read %s: an entry has no name", reader->source.what);
	return 1;
}

int archive_reader_data(struct archive_reader *reader, const void **data, size_t *length, off_t *offset)
{
	la_int64_t at;
	int state = archive_read_data_block(reader->archive, data, length, &at);

	if (state == ARCHIVE_EOF)
		return 0;
	if (state != ARCHIVE_OK)
		return fail("read %s: %s", reader->source.what, reason(reader));
	*offset = at;
	return 1;
}

bool archive_reader_attribute(struct archive_reader *reader, const char **name, const void **value,
	size_t *length)
{
	return archive_entry_xattr_next(reader->entry, name, value, length) == ARCHIVE_OK;
}
