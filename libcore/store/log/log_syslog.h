/* A log that is no file: every line becomes a message to the syslog daemon, or is dropped. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/log/log_address.h"
#include "store/log/log_lines.h"
#include "store/log/log_options.h"
#include "store/log/log_tag.h"

/* Part of struct log. A daemon that isn't there, or that doesn't read for a moment, is not waited for: what it
 * should have got is dropped, and counted in a message of its own once it listens. A longer line than LOG_LINE
 * goes in pieces. */
struct log_syslog {
	struct log_address address;
	int socket;                   /* -1: nobody has listened lately */
	bool hangs;                   /* it was waited for in vain */
	int facility;
	enum syslog_format format;
	const int *pid;               /* of whom the messages are; borrowed */
	char tag[LOG_TAG], host[256];
	uint64_t lost;                /* messages since the last that arrived */
	struct { char text[LOG_LINE]; size_t used; } lines[2];
};

/* -1 said. */
int log_syslog_begin(struct log_syslog *syslog, const struct log_options *options, const struct record *container,
		     const int *pid);

/* What a stream has given; nothing (length 0): it has ended. Allocates nothing. */
void log_syslog_append(struct log_syslog *syslog, enum log_stream stream, const char *data, size_t length);
