/* Times as an image's configuration writes them: RFC 3339. */
/* SPDX-License-Identifier: MIT */
#pragma once

enum { IMAGE_TIME_LENGTH = 64, IMAGE_FRACTION_LENGTH = 10 };

/* Seconds since 1970 and the nine digits of the fraction. -1, silent, if the text isn't understood. */
int image_time_read(const char *text, long long *seconds, char fraction[IMAGE_FRACTION_LENGTH]);

/* The text of a record's time, "<seconds>.<9 digits>". */
void image_time_write(const char *time, char text[IMAGE_TIME_LENGTH]);
