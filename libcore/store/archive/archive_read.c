/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/archive/archive_read.h"
#include "store/archive/tar_header.h"
#include "store/archive/tar_input.h"
#include "store/archive/tar_map.h"
#include "store/archive/tar_pax.h"

struct archive_reader {
	struct tar_header header;
	struct tar_pax pax;
	char *name, *link;        /* that were too long for the header; GNU tar has entries of their own for them */
	bool has_name, has_link, begun;
	struct tar_map map;
	size_t segment;           /* that is being read, … */
	long long within;         /* … and how much of it has been */
	long long unread;         /* bytes of contents, … */
	long long padding;        /* … and after them */
	struct tar_input input;
};

struct archive_reader *archive_reader_open(const struct archive_source *source)
{
	struct archive_reader *reader = calloc(1, sizeof *reader);

	if (!reader) {
		fail("read %s: %m", source->what);
		return NULL;
	}
	if (tar_input_open(&reader->input, source) == 0)
		return reader;
	archive_reader_close(reader);
	return NULL;
}

void archive_reader_close(struct archive_reader *reader)
{
	if (!reader)
		return;
	tar_input_close(&reader->input);
	free(reader->map.segments);
	free(reader->pax.text);
	free(reader->name);
	free(reader->link);
	free(reader);
}

void archive_reader_drain(struct archive_reader *reader)
{
	tar_input_drain(&reader->input);
}

static void expect(struct archive_reader *reader, long long size)
{
	reader->unread = size;
	reader->padding = -size & (TAR_BLOCK - 1);
}

/* Pass over what is left of the entry. */
static int finish(struct archive_reader *reader)
{
	if (tar_input_skip(&reader->input, reader->unread) < 0
	    || tar_input_skip(&reader->input, reader->padding) < 0)
		return -1;
	expect(reader, 0);
	return 0;
}

/* The contents of an entry that is about the next one, with a zero byte behind them. */
static int take_text(struct archive_reader *reader, char **text)
{
	size_t length = (size_t)reader->unread;
	char *room = reader->unread <= TAR_TEXT_MOST ? realloc(*text, length + 1) : NULL;

	if (reader->unread > TAR_TEXT_MOST)
		return tar_input_refuse(&reader->input);
	if (!room)
		return fail("read %s: %m", reader->input.source.what);
	*text = room;
	room[length] = '\0';
	if (tar_input_read(&reader->input, room, length) < 0)
		return -1;
	reader->unread = 0;
	return finish(reader);
}

/* An entry that is no file: records for all that follow tell nothing that is needed, nor does a label. */
static int take_special(struct archive_reader *reader)
{
	switch (reader->header.type) {
	case 'x':
		reader->pax.length = (size_t)reader->header.size;
		return take_text(reader, &reader->pax.text);
	case 'L':
		reader->has_name = true;
		return take_text(reader, &reader->name);
	case 'K':
		reader->has_link = true;
		return take_text(reader, &reader->link);
	default:
		return finish(reader);
	}
}

/* What the records say of the entry; those of attributes are for later. */
static int take_records(struct archive_reader *reader, struct archive_file *file, const char **link)
{
	struct tar_record record;
	bool good = true;
	int more;

	while (good && (more = tar_pax_next(&reader->pax, &record)) > 0) {
		bool text = record.length && strlen(record.value) == record.length;

		if (strcmp(record.key, "path") == 0 || strcmp(record.key, "GNU.sparse.name") == 0)
			file->name = text ? record.value : file->name;
		else if (strcmp(record.key, "linkpath") == 0)
			*link = text ? record.value : *link;
		else if (strcmp(record.key, "uid") == 0)
			good = tar_pax_number(&record, &file->uid);
		else if (strcmp(record.key, "gid") == 0)
			good = tar_pax_number(&record, &file->gid);
		else if (strcmp(record.key, "size") == 0)
			good = tar_pax_number(&record, &file->size) && file->size >= 0;
		else if (strcmp(record.key, "mtime") == 0)
			good = tar_pax_time(&record, &file->modified);
		else if (tar_map_take_record(&reader->map, &record, &reader->input) < 0)
			return -1;
	}
	return good && !more ? 0 : tar_input_refuse(&reader->input);
}

static int describe(struct archive_reader *reader, struct archive_file *file)
{
	const struct tar_header *header = &reader->header;
	const char *link = header->link;

	file->name = header->name;
	file->size = header->size;
	if (!tar_header_describe(header, file))
		return tar_input_refuse(&reader->input);
	if (take_records(reader, file, &link) < 0)
		return -1;
	file->name = reader->has_name ? reader->name : file->name;
	link = reader->has_link ? reader->link : link;
	file->hard_link = header->type == '1' ? link : NULL;
	file->symlink = S_ISLNK(file->mode) ? link : NULL;
	/* What has no contents may name a size: that of what it links to. */
	if (file->hard_link || !S_ISREG(file->mode))
		file->size = 0;
	/* How directories were told apart before there was a type for them. */
	if (S_ISREG(file->mode) && text_ends(file->name, "/"))
		file->mode = S_IFDIR | (file->mode & ~(mode_t)S_IFMT);
	return *file->name ? 0 : fail("read %s: an entry has no name", reader->input.source.what);
}

static int begin(struct archive_reader *reader, struct archive_file *file)
{
	if (describe(reader, file) < 0)
		return -1;
	expect(reader, file->size);
	if (reader->header.type == 'S'
	    && tar_map_take_header(&reader->map, &reader->header, &reader->input) < 0)
		return -1;
	if (tar_map_finish(&reader->map, &reader->input, &reader->unread) < 0)
		return -1;
	file->size = reader->map.size;
	reader->segment = 0;
	reader->within = 0;
	reader->pax.at = 0;
	return 1;
}

int archive_reader_next(struct archive_reader *reader, struct archive_file *file)
{
	struct tar_header *header = &reader->header;
	int more;

	if (finish(reader) < 0)
		return -1;
	/* Some end without the two blocks that say so, as layers of umoci do; Docker takes them. */
	more = reader->begun ? tar_input_more(&reader->input) : 1;
	if (more <= 0)
		return more;
	reader->begun = true;
	tar_map_clear(&reader->map);
	reader->pax.length = reader->pax.at = 0;
	reader->has_name = reader->has_link = false;
	for (;;) {
		if (tar_input_read(&reader->input, header->bytes, TAR_BLOCK) < 0)
			return -1;
		if (tar_header_is_end(header))
			return tar_input_end(&reader->input);
		if (!tar_header_read(header))
			return tar_input_refuse(&reader->input);
		if (!header->type || !strchr("xgLKV", header->type))
			return begin(reader, file);
		expect(reader, header->size);
		if (take_special(reader) < 0)
			return -1;
	}
}

int archive_reader_data(struct archive_reader *reader, const void **data, size_t *length, off_t *offset)
{
	const struct tar_map *map = &reader->map;
	long long left;
	ssize_t got;

	while (reader->segment < map->count && reader->within == map->segments[reader->segment].length) {
		reader->segment++;
		reader->within = 0;
	}
	if (reader->segment == map->count)
		return 0;
	left = map->segments[reader->segment].length - reader->within;
	got = tar_input_take(&reader->input, data, left < TAR_INPUT_BLOCK ? (size_t)left : TAR_INPUT_BLOCK);
	if (got < 0)
		return -1;
	*length = (size_t)got;
	*offset = map->segments[reader->segment].start + reader->within;
	reader->within += got;
	reader->unread -= got;
	return 1;
}

bool archive_reader_attribute(struct archive_reader *reader, const char **name, const void **value,
	size_t *length)
{
	struct tar_record record;

	while (tar_pax_next(&reader->pax, &record) > 0) {
		*name = text_after(record.key, "SCHILY.xattr.");
		*value = record.value;
		*length = record.length;
		if (*name)
			return true;
	}
	return false;
}
