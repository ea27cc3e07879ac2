/* Sizes as Docker words them: "1.24MB". */
/* SPDX-License-Identifier: MIT */
#pragma once

enum { SIZE_LENGTH = 32 };

/* Write `bytes` with three significant digits, in powers of 1000, into `text` and return it. */
const char *size_of(unsigned long long bytes, char text[SIZE_LENGTH]);

/* With four digits. */
const char *size_of_precisely(unsigned long long bytes, char text[SIZE_LENGTH]);

/* With four digits, in powers of 1024: "23.54GiB". */
const char *size_of_memory(unsigned long long bytes, char text[SIZE_LENGTH]);
