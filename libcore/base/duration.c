/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/duration.h"

const char *duration_take_number(const char *text, uint64_t *whole, uint64_t *billionths)
{
	uint64_t digit = DURATION_SECOND / 10;

	*whole = *billionths = 0;
	if (!isdigit((unsigned char)*text))
		return NULL;
	for (; isdigit((unsigned char)*text) && *whole < UINT64_MAX / DURATION_SECOND / 10; text++)
		*whole = *whole * 10 + (uint64_t)(*text - '0');
	if (*text == '.')
		for (text++; isdigit((unsigned char)*text); text++, digit /= 10)
			*billionths += digit * (uint64_t)(*text - '0');
	return text;
}

int duration_parse(const char *text, uint64_t *nanoseconds)
{
	static const struct { const char *name; uint64_t nanoseconds; } units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "µs", 1000 }, { "ms", 1000000 }, { "s", DURATION_SECOND },
		{ "m", 60ull * DURATION_SECOND }, { "h", 3600ull * DURATION_SECOND },
	};
	uint64_t whole, billionths;

	*nanoseconds = 0;
	do {
		size_t length, i = 0;

		text = duration_take_number(text, &whole, &billionths);
		if (!text)
			return -1;
		length = strcspn(text, "0123456789");
		while (i < sizeof units / sizeof *units
		       && (strlen(units[i].name) != length || strncmp(text, units[i].name, length) != 0))
			i++;
		if (i == sizeof units / sizeof *units || whole >= INT64_MAX / units[i].nanoseconds)
			return -1;
		*nanoseconds += whole * units[i].nanoseconds
			+ (uint64_t)((double)billionths * (double)units[i].nanoseconds / DURATION_SECOND);
		if (*nanoseconds > INT64_MAX)
			return -1;
		text += length;
	} while (*text);
	return 0;
}
