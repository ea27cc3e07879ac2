/* The log of a container: what it wrote, by stream and time, in a few bounded files or as syslog messages. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "store/log/log_frame.h"
#include "store/log/log_options.h"
#include "store/log/log_syslog.h"

/* The monitor keeps the struct; log_append allocates nothing. When the newest file is full, it becomes log.1,
 * and the last one is dropped. */
struct log {
	enum log_driver driver;
	int directory;
	int fd;                    /* -1: nothing can be kept */
	int files;                 /* how many there may be */
	size_t used;               /* bytes of the newest file */
	size_t most;               /* bytes of each */
	uint64_t lost;             /* bytes that found no room */
	struct log_syslog syslog;  /* the last: other drivers never touch its memory */
};

/* Open for appending as the record says, after what earlier runs have written. `pid`, borrowed: the number that
 * syslog messages name. -1 said. */
int log_open(struct log *log, const struct record *container, const int *pid);

/* Keep a chunk; of length 0: the stream has ended. No room or no memory: it is dropped and counted, nothing
 * is said. */
void log_append(struct log *log, enum log_stream stream, const void *data, size_t length);

/* See log_read.h for showing it. */
