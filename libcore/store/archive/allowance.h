/* An allowance: how much the layers of one archive may unpack to, however small it is itself. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct allowance {
	const char *text;    /* as it was given, for messages; NULL: any amount */
	long long left;      /* bytes */
};

/* From --max-size, or without it (NULL) from image-max-size= of the configuration; 0 is any amount. -1 said. */
int allowance_read(struct allowance *allowance, const char *max_size);

/* Take these bytes off if there are as many. -1 and EFBIG. */
int allowance_take(struct allowance *allowance, long long bytes);

/* Say that there were not. -1. */
int allowance_fail(const struct allowance *allowance, const char *what);
