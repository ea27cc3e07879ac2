/* Records of a pax header: what an entry has that its plain header has no room for. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum { TAR_TEXT_MOST = 1 << 20 };   /* bytes of the records of an entry, or of a name: as Docker's tar has it */

struct tar_pax {
	char *text;                   /* "<length> <key>=<value>\n" each; the length is of all of it */
	size_t length, at;
};

struct tar_record {
	const char *key, *value;      /* both end with a zero byte; the value may hold others */
	size_t length;                /* of the value */
};

/* The next record: 1, 0 after the last, -1 and silent if it is none. Starting again is setting .at to 0. */
int tar_pax_next(struct tar_pax *pax, struct tar_record *record);

/* A value that is a decimal number, or seconds with a fraction. False if it isn't. */
bool tar_pax_number(const struct tar_record *record, long long *number);
bool tar_pax_time(const struct tar_record *record, struct timespec *time);
