/* How the log of a container is kept: --log-driver and --log-opt, understood. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

#include "base/record.h"

/* json-file and local are both LOG_RAM: bounded files below running/<id>. LOG_FILE: the same files in the
 * container's own directory, which survives a reboot. */
enum log_driver { LOG_RAM, LOG_NONE, LOG_FILE, LOG_SYSLOG };

enum syslog_format { SYSLOG_PLAIN, SYSLOG_RFC3164, SYSLOG_RFC5424, SYSLOG_RFC5424_MICRO };

struct log_options {
	enum log_driver driver;
	size_t size;                  /* bytes of one file */
	int files;
	enum syslog_format format;
	int facility;                 /* 0 to 23 */
	const char *address, *tag;    /* in the record */
};

enum { LOG_RAM_MOST = 32 << 20 };     /* bytes of all files of a container */

/* What the record says: key log_driver, "json-file" if it has none. */
const char *log_options_driver(const struct record *record);

/* What Docker's daemon looks at when a container is made: that there is such a driver, which knows these
 * options. -1 said. */
int log_options_check(const struct record *record);

/* And when it is started, read: -1 said ("failed to initialize logging driver: …"). */
int log_options_read(struct log_options *options, const struct record *record);
