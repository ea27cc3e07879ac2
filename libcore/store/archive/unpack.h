/* Unpacking a tar stream: one process hashes it, another, shut into the target, writes the files. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/limits.h"
#include "store/archive/allowance.h"
#include "store/watch.h"

/* What the two report at their end. */
struct unpacked {
	char digest[ID_LENGTH + 1];   /* of the stream */
	long long size;               /* of its regular files */
};

struct archive_file;
struct archive_reader;

/* What makes one file of a layer, in the process that reads the archive. -1 said. */
struct packer {
	int (*begin)(int file, const char *what, const char *store);
	int (*add)(struct archive_reader *archive, const struct archive_file *file, bool whiteouts);
	int (*end)(void);
};

struct unpack {
	const char *what;             /* for messages; borrowed */
	int directory;                /* where to; -1: only look at it and add sizes up */
	const struct packer *packer;  /* that writes `directory`, which is a file; NULL: it is none */
	bool whiteouts;               /* as in tree_write.h */
	struct allowance *allowance;  /* what it may be: its stream, or its files with their holes; NULL: anything */
	int input, results;           /* from here on it is unpack_begin's */
	long long fed;
	pid_t hasher, writer;
};

/* -1 said. */
int unpack_begin(struct unpack *unpack);

/* The next piece of the stream. -1 and errno: EPIPE if the processes gave up; unpack_end knows why. EFBIG: more
 * than is allowed. */
int unpack_feed(struct unpack *unpack, const void *data, size_t length);

/* All that comes from `fd`; `watch` is told how much, and `total`. -1 said. */
int unpack_feed_all(struct unpack *unpack, int fd, const struct watch *watch, long long total);

/* Wait for the processes. -1 said, as a rule by them. */
int unpack_end(struct unpack *unpack, struct unpacked *unpacked);

/* Stop them where they are. */
void unpack_cancel(struct unpack *unpack);
