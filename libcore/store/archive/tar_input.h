/* The bytes of a tar archive: from a descriptor that need not seek, plain or in gzip, as they are wanted. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "store/archive/archive_read.h"
#include "store/archive/gunzip.h"

enum { TAR_INPUT_BLOCK = 1 << 17 };

struct tar_input {
	struct archive_source source;
	const char *at;                 /* what has been read and made plain, and nobody took yet */
	size_t left;
	bool zipped;
	struct gunzip gunzip;
	char block[TAR_INPUT_BLOCK];    /* as it was read */
	char plain[TAR_INPUT_BLOCK];    /* of what is zipped */
};

/* Every function that returns -1 has said why: that it ended, for one. Close it whatever opening returned. */
int tar_input_open(struct tar_input *input, const struct archive_source *source);
void tar_input_close(struct tar_input *input);

/* 1 if something is left; 0 at the end of the file; -1 said. */
int tar_input_more(struct tar_input *input);

/* What comes next, at most `most` bytes of it, still in place: how many. */
ssize_t tar_input_take(struct tar_input *input, const void **data, size_t most);

/* All of `length` bytes. */
int tar_input_read(struct tar_input *input, void *to, size_t length);

/* Pass over as many. */
int tar_input_skip(struct tar_input *input, long long length);

/* After the end of the archive: read what is zipped to its end, where its checksum is. */
int tar_input_end(struct tar_input *input);

/* Say that what has been read makes no sense: -1. */
int tar_input_refuse(const struct tar_input *input);

/* Read the descriptor to its end: whoever pads an archive may still be writing. */
void tar_input_drain(struct tar_input *input);
