/* The log of a container: what it wrote, by stream and time, in two files in RAM. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum log_stream { LOG_STDOUT = 1, LOG_STDERR = 2 };

/* One chunk as it was read, in running/<id>/log (newest) and log.1: this head, then the bytes.
 * The byte order is the machine's: the files don't outlive a boot. */
struct log_frame {
	uint64_t time;    /* nanoseconds of CLOCK_REALTIME */
	uint32_t stream;  /* enum log_stream; anything else is damage */
	uint32_t length;
};

/* The monitor keeps the struct; log_append allocates nothing. When the newest file is full, it
 * becomes log.1, and what was log.1 is dropped. */
struct log {
	int directory;
	int fd;           /* -1: nothing can be kept */
	size_t used;      /* bytes of the newest file */
	size_t most;      /* bytes of each of the two files */
	uint64_t lost;    /* bytes that found no room */
};

/* Open for appending below running/<id> (a directory descriptor, borrowed for as long as the log
 * is used), after what earlier runs have written. -1 said. */
int log_open(struct log *log, int directory);

/* Keep a chunk. No room or no memory: it is dropped and counted, nothing is said. */
void log_append(struct log *log, enum log_stream stream, const void *data, size_t length);

/* See log_read.h for showing it. */
