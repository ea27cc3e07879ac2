/* A header of a tar archive: the 512 bytes before each entry, as POSIX's pax(1) describes them ("ustar") and
 * GNU's tar.h; numbers are octal, or where the first byte has its highest bit, binary. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "store/archive/archive_read.h"

enum { TAR_BLOCK = 512, TAR_NAME = 155 + 1 + 100, TAR_LINK = 100 };

struct tar_header {
	char bytes[TAR_BLOCK];
	char type;                    /* POSIX's typeflag */
	long long size;               /* of what follows, in bytes */
	char name[TAR_NAME + 1], link[TAR_LINK + 1];
};

/* True if it is one of the blocks of zeros that end an archive. */
bool tar_header_is_end(const struct tar_header *header);

/* Read .bytes into the other members. False if its sum is wrong, or a number is none. */
bool tar_header_read(struct tar_header *header);

/* What it says of the entry, but for names and size. False if a number is none. */
bool tar_header_describe(const struct tar_header *header, struct archive_file *file);

/* A number in a field of a header; false if it is none. */
bool tar_header_number(const char *field, size_t length, long long *number);
