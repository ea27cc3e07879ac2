/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/archive/tar_map.h"

enum { SEGMENTS_MOST = 1 << 16, STEP = 64 };

void tar_map_clear(struct tar_map *map)
{
	map->count = 0;
	map->outside = false;
	map->start = 0;
	map->size = -1;
}

static int add(struct tar_map *map, long long start, long long length, const struct tar_input *input)
{
	struct tar_segment *segments = map->segments;

	if (map->count == SEGMENTS_MOST)
		return tar_input_refuse(input);
	if (map->count % STEP == 0)
		segments = realloc(segments, (map->count + STEP) * sizeof *segments);
	if (!segments)
		return fail("read %s: %m", input->source.what);
	map->segments = segments;
	segments[map->count++] = (struct tar_segment){ start, length };
	return 0;
}

/* "start,length,start,length" */
static int take_list(struct tar_map *map, const char *text, const struct tar_input *input)
{
	char *end;

	for (;; text = end + 1) {
		long long start = strtoll(text, &end, 10), length = *end == ',' ? strtoll(end + 1, &end, 10) : -1;

		if (length < 0 || (*end && *end != ','))
			return tar_input_refuse(input);
		if (add(map, start, length, input) < 0)
			return -1;
		if (!*end)
			return 0;
	}
}

int tar_map_take_record(struct tar_map *map, const struct tar_record *record, const struct tar_input *input)
{
	const char *what = text_after(record->key, "GNU.sparse.");
	long long number;

	if (!what || strcmp(what, "name") == 0)
		return 0;
	if (strcmp(what, "map") == 0)
		return record->length ? take_list(map, record->value, input) : 0;
	if (!tar_pax_number(record, &number))
		return tar_input_refuse(input);
	if (strcmp(what, "major") == 0)
		map->outside = number == 1;
	else if (strcmp(what, "size") == 0 || strcmp(what, "realsize") == 0)
		map->size = number;
	else if (strcmp(what, "offset") == 0)
		map->start = number;
	else if (strcmp(what, "numbytes") == 0)
		return add(map, map->start, number, input);
	return 0;
}

/* Pairs of fields; the first that is empty ends them. */
static int take_fields(struct tar_map *map, const char *field, int most, const struct tar_input *input)
{
	enum { FIELD = 12 };

	for (int i = 0; i < most && *field; i++, field += 2 * FIELD) {
		long long start, length;

		if (!tar_header_number(field, FIELD, &start) || !tar_header_number(field + FIELD, FIELD, &length))
			return tar_input_refuse(input);
		if (add(map, start, length, input) < 0)
			return -1;
	}
	return 0;
}

int tar_map_take_header(struct tar_map *map, const struct tar_header *header, struct tar_input *input)
{
	enum { PAIRS = 386, MORE = 482, SIZE = 483, SIZE_LENGTH = 12, MORE_IN_BLOCK = 504 };
	bool more = header->bytes[MORE];
	char block[TAR_BLOCK];

	if (!tar_header_number(header->bytes + SIZE, SIZE_LENGTH, &map->size))
		return tar_input_refuse(input);
	if (take_fields(map, header->bytes + PAIRS, 4, input) < 0)
		return -1;
	while (more) {
		if (tar_input_read(input, block, sizeof block) < 0 || take_fields(map, block, 21, input) < 0)
			return -1;
		more = block[MORE_IN_BLOCK];
	}
	return 0;
}

/* Lines of decimals, in whole blocks. */
struct lines {
	struct tar_input *input;
	long long *left;
	size_t at;
	char block[TAR_BLOCK];
};

static int read_line(struct lines *lines, long long *number)
{
	*number = 0;
	for (;;) {
		char digit;

		if (lines->at == TAR_BLOCK) {
			if (*lines->left < TAR_BLOCK)
				return tar_input_refuse(lines->input);
			if (tar_input_read(lines->input, lines->block, TAR_BLOCK) < 0)
				return -1;
			*lines->left -= TAR_BLOCK;
			lines->at = 0;
		}
		digit = lines->block[lines->at++];
		if (digit == '\n')
			return 0;
		if (digit < '0' || digit > '9' || *number > LLONG_MAX / 10 - 1)
			return tar_input_refuse(lines->input);
		*number = *number * 10 + (digit - '0');
	}
}

static int read_lines(struct tar_map *map, struct tar_input *input, long long *left)
{
	struct lines lines = { .input = input, .left = left, .at = TAR_BLOCK };
	long long count, start, length;

	if (read_line(&lines, &count) < 0)
		return -1;
	for (; count; count--)
		if (read_line(&lines, &start) < 0 || read_line(&lines, &length) < 0
		    || add(map, start, length, input) < 0)
			return -1;
	return 0;
}

int tar_map_finish(struct tar_map *map, struct tar_input *input, long long *left)
{
	long long end = 0, sum = 0;

	if (map->size < 0) {
		map->count = 0;
		map->size = *left;
		return add(map, 0, *left, input);
	}
	if (map->outside && read_lines(map, input, left) < 0)
		return -1;
	for (size_t i = 0; i < map->count; i++) {
		const struct tar_segment *segment = &map->segments[i];

		if (segment->start < end || segment->length < 0 || segment->start > map->size
		    || segment->length > map->size - segment->start)
			return tar_input_refuse(input);
		end = segment->start + segment->length;
		sum += segment->length;
	}
	return sum == *left ? 0 : tar_input_refuse(input);
}
