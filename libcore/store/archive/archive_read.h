/* Reading tar archives, plain or in gzip, from a descriptor that need not seek. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

struct archive_reader;
struct digest;

/* One entry. The strings are the reader's and last until the next entry. */
struct archive_file {
	const char *name;
	const char *hard_link;    /* the name of the entry it is the same file as, else NULL */
	const char *symlink;      /* where a symbolic link leads, else NULL */
	mode_t mode;              /* type and permissions */
	long long uid, gid;
	dev_t device;
	long long size;
	struct timespec modified;
};

struct archive_source {
	int fd;
	const char *what;         /* for messages; borrowed */
	bool gzip;                /* it may be compressed */
	bool skip;                /* seek over what nobody reads; for that it is not compressed, and a file */
	struct digest *digest;    /* to add all to that is read; NULL: nobody asks */
};

/* -1, NULL and false mean: said. */
struct archive_reader *archive_reader_open(const struct archive_source *source);
void archive_reader_close(struct archive_reader *reader);

/* Read what comes behind the archive's end: whoever pads it may still be writing to us. */
void archive_reader_drain(struct archive_reader *reader);

/* 1 with the next entry, 0 at the end, -1 said. */
int archive_reader_next(struct archive_reader *reader, struct archive_file *file);

/* The next piece of the entry's contents and where in the file it belongs: 1, 0 at the end, -1 said. */
int archive_reader_data(struct archive_reader *reader, const void **data, size_t *length, off_t *offset);

/* The entry's next extended attribute: true, or false after the last. */
bool archive_reader_attribute(struct archive_reader *reader, const char **name, const void **value,
	size_t *length);
