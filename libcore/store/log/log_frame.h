/* A chunk of a log, as it was read from the container. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

enum log_stream { LOG_STDOUT = 1, LOG_STDERR = 2 };

/* In log (the newest), log.1 and so on: this head, then the bytes, in the machine's byte order. The files stand
 * in running/<id>, or (--log-driver file) in the container's own directory. */
struct log_frame {
	uint64_t time;    /* nanoseconds of CLOCK_REALTIME */
	uint32_t stream;  /* enum log_stream; anything else is damage */
	uint32_t length;
};
