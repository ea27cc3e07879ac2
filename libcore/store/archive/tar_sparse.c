/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "store/archive/tar_sparse.h"

enum { SEGMENTS_MOST = 1024, BLOCK = 512, MAP_MOST = SEGMENTS_MOST * 48 };

struct map {
	struct { off_t start, length; } segments[SEGMENTS_MOST];
	int count;
	off_t data;              /* bytes of all segments */
	char text[MAP_MOST];
	size_t length;           /* of the text, in whole blocks */
};

static void add(struct map *map, off_t start, off_t length)
{
	map->segments[map->count].start = start;
	map->segments[map->count++].length = length;
	map->data += length;
}

/* Where the file has data; -1 if there is no use in knowing. */
static int look(struct map *map, int file, off_t size)
{
	for (off_t at = 0; at < size;) {
		off_t start = lseek(file, at, SEEK_DATA), end = start < 0 ? size : lseek(file, start, SEEK_HOLE);

		if (start < 0 || start >= size)
			break;
		if (end < 0 || map->count >= SEGMENTS_MOST - 1)
			return -1;
		end = end < size ? end : size;
		add(map, start, end - start);
		at = end;
	}
	/* A hole at the end has a segment of nothing behind it. */
	if (!map->count || map->segments[map->count - 1].start + map->segments[map->count - 1].length < size)
		add(map, size, 0);
	return map->data < size ? 0 : -1;
}

static void write_map(struct map *map)
{
	size_t used = (size_t)snprintf(map->text, sizeof map->text, "%d\n", map->count);

	for (int i = 0; i < map->count; i++)
		used += (size_t)snprintf(map->text + used, sizeof map->text - used, "%lld\n%lld\n",
					 (long long)map->segments[i].start, (long long)map->segments[i].length);
	map->length = (used + BLOCK - 1) / BLOCK * BLOCK;
}

/* The lines that make the entry a sparse one, then those that it has anyway. */
static char *write_lines(const struct tar_entry *entry, size_t *length)
{
	char *text = NULL, size[24];
	FILE *lines = stream_open(&text, length);

	if (!lines)
		return NULL;
	snprintf(size, sizeof size, "%lld", (long long)entry->status.st_size);
	tar_line(lines, "GNU.sparse.major", "1");
	tar_line(lines, "GNU.sparse.minor", "0");
	tar_line(lines, "GNU.sparse.name", entry->name);
	tar_line(lines, "GNU.sparse.realsize", size);
	if (entry->attributes_length)
		fwrite(entry->attributes, entry->attributes_length, 1, lines);
	if (stream_close(lines) == 0)
		return text;
	free(text);
	return NULL;
}

static int write_segments(struct tar *tar, const struct map *map, int file)
{
	for (int i = 0; i < map->count; i++)
		if (map->segments[i].length
		    && (lseek(file, map->segments[i].start, SEEK_SET) < 0
			|| tar_write_file(tar, file, map->segments[i].length) < 0))
			return -1;
	return tar_write_padding(tar, map->data);
}

int tar_write_sparse(struct tar *tar, const struct tar_entry *entry, int file)
{
	autofree struct map *map = calloc(1, sizeof *map);
	autofree char *lines = NULL;
	struct tar_entry sparse = *entry;

	if (!map || look(map, file, entry->status.st_size) < 0)
		return lseek(file, 0, SEEK_SET) < 0 ? fail("read %s: %m", entry->name) : 0;
	write_map(map);
	lines = write_lines(entry, &sparse.attributes_length);
	if (!lines)
		return fail("write %s: %m", tar->what);
	sparse.attributes = lines;
	sparse.status.st_size = (off_t)map->length + map->data;
	if (tar_write_header(tar, &sparse) < 0 || tar_write_bytes(tar, map->text, map->length) < 0)
		return -1;
	return write_segments(tar, map, file) < 0 ? -1 : 1;
}
