/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/image/image_time.h"

int image_time_read(const char *text, long long *seconds, char fraction[IMAGE_FRACTION_LENGTH])
{
	struct tm parts = { 0 };
	const char *rest = text ? strptime(text, "%Y-%m-%dT%H:%M:%S", &parts) : NULL;
	long offset = 0;
	size_t digits;

	if (!rest)
		return -1;
	strcpy(fraction, "000000000");
	if (*rest == '.') {
		digits = strspn(++rest, "0123456789");
		memcpy(fraction, rest, digits < 9 ? digits : 9);
		rest += digits;
	}
	if (strlen(rest) == 6 && (*rest == '+' || *rest == '-')) {
		offset = strtol(rest + 1, NULL, 10) * 3600 + strtol(rest + 4, NULL, 10) * 60;
		offset = *rest == '-' ? -offset : offset;
	}
	*seconds = (long long)timegm(&parts) - offset;
	return 0;
}

void image_time_write(const char *time_then, char text[IMAGE_TIME_LENGTH])
{
	const char *fraction = strchr(time_then, '.');
	time_t moment = (time_t)strtoll(time_then, NULL, 10);
	struct tm parts;

	gmtime_r(&moment, &parts);
	strftime(text, IMAGE_TIME_LENGTH - 16, "%Y-%m-%dT%H:%M:%S", &parts);
	snprintf(text + strlen(text), 16, "%.10sZ", fraction ? fraction : ".000000000");
}
