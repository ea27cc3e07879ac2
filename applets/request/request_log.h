/* What a request says of the log: --log-driver and --log-opt. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

#define REQUEST_LOG_OPTIONS \
	OPT_TEXT(0, "log-driver", &request.log_driver, "string", \
		 "Logging driver for the container: json-file or local (in RAM, bounded), file (on the disk: outlives a " \
		 "reboot, wears flash), syslog, none"), \
	OPT_LIST(0, "log-opt", &request.lists, "list", "Log driver options")

/* What is wrong by its words alone. -1 said. */
int request_log_check_words(void);

/* Add its keys to the record, the configured ones where nothing was said. -1 said. */
int request_log_add(struct record *container);
