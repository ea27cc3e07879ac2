/* Where a sparse file's contents belong: its pieces between the holes, in each of the four ways in which GNU tar
 * has written them (its manual, "Storing Sparse Files"). A file without holes has one piece. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "store/archive/tar_header.h"
#include "store/archive/tar_input.h"
#include "store/archive/tar_pax.h"

struct tar_map {
	struct tar_segment { long long start, length; } *segments;
	size_t count;
	bool outside;                 /* it stands at the beginning of the contents */
	long long size;               /* of the file, holes and all; -1: it has none */
	long long start;              /* of the segment whose length comes next */
};

/* Forget the entry before. */
void tar_map_clear(struct tar_map *map);

/* What a record says of holes, if it does. Whatever returns -1 has said why. */
int tar_map_take_record(struct tar_map *map, const struct tar_record *record, const struct tar_input *input);

/* The oldest way: in the header, and in blocks behind it. */
int tar_map_take_header(struct tar_map *map, const struct tar_header *header, struct tar_input *input);

/* Read what stands at the beginning of `*left` bytes of contents, and take that off; see that the segments are
 * in order and are all that is left. */
int tar_map_finish(struct tar_map *map, struct tar_input *input, long long *left);
