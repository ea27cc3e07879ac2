/* Ages as Docker words them: "About a minute". */
/* SPDX-License-Identifier: MIT */
#pragma once

enum { AGE_LENGTH = 32, AGE_DATE_LENGTH = 64 };

/* Write how long `seconds` are into `text` and return it. Negative counts as none. */
const char *age_of(long long seconds, char text[AGE_LENGTH]);

/* "<seconds>.<9 digits>" of a record as a number of seconds before now; text NULL or "": 0. */
long long age_since(const char *time_then);

/* Compare two of them: less than 0, 0 or more, as strcmp. */
int age_compare(const char *one, const char *other);

/* A time in seconds as Go shows it: "2026-11-24 06:53:19 +0000 UTC". */
const char *age_date(long long seconds, char text[AGE_DATE_LENGTH]);
