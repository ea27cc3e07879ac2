/* Writing tar: the same bytes for the same entries, whoever writes them and when. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

#include "store/watch.h"

/* In POSIX's pax format; what fits into a plain header has no other. Start with .fd and .what (for
 * messages). */
struct tar {
	int fd;
	const char *what;
	bool counting;                /* nothing is written, only counted */
	const struct watch *watch;    /* is told how much has been written, … */
	long long total;              /* … and of how much; 0: nobody knows */
	long long written;
	size_t used;
	char block[1 << 16];          /* what is still to be written */
};

struct tar_entry {
	const char *name;             /* a directory's without a slash at its end */
	const char *link;             /* of a symbolic link; of a file that is the same as an entry before, its name */
	struct stat status;           /* mode, owner, size, time, device */
	bool whole_seconds;           /* the time is cut to seconds */
	const char *attributes;       /* lines that tar_attribute has written; NULL for none */
	size_t attributes_length;
};

/* Add a line for an extended attribute, and any other. */
void tar_line(FILE *lines, const char *key, const char *value);
void tar_attribute(FILE *lines, const char *name, const void *value, size_t length);

/* The header; a regular file's contents are to follow: `status.st_size` bytes. -1 said. */
int tar_write_header(struct tar *tar, const struct tar_entry *entry);

/* Contents: of a file, from where it is read at the moment, or from memory. What a file lacks, because it
 * was cut meanwhile, is zeros. -1 said. */
int tar_write_file(struct tar *tar, int file, off_t size);
int tar_write_bytes(struct tar *tar, const void *data, size_t length);

/* After the last piece of contents. -1 said. */
int tar_write_padding(struct tar *tar, off_t size);

/* The end of the archive. -1 said. */
int tar_write_end(struct tar *tar);
