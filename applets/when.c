/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/fail.h"
#include "base/text.h"
#include "when.h"

enum { SECONDS_MOST = 1 << 30, SECOND = 1000000000 };

/* Digits, and a fraction in billionths; NULL if there are none. */
static const char *take_number(const char *text, uint64_t *whole, uint64_t *fraction)
{
	uint64_t digit = SECOND / 10;

	*whole = *fraction = 0;
	if (!isdigit((unsigned char)*text))
		return NULL;
	for (; isdigit((unsigned char)*text) && *whole < UINT64_MAX / SECOND / 10; text++)
		*whole = *whole * 10 + (uint64_t)(*text - '0');
	if (*text == '.')
		for (text++; isdigit((unsigned char)*text); text++, digit /= 10)
			*fraction += digit * (uint64_t)(*text - '0');
	return text;
}

/* Go's durations: numbers with units, one after the other. */
static int parse_duration(const char *text, uint64_t *duration)
{
	static const struct { const char *name; uint64_t nanoseconds; } units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", SECOND }, { "m", 60ull * SECOND },
		{ "h", 3600ull * SECOND },
	};
	uint64_t whole, fraction;

	*duration = 0;
	do {
		size_t length, i = 0;

		text = take_number(text, &whole, &fraction);
		if (!text)
			return -1;
		length = strspn(text, "nusmh");
		while (i < sizeof units / sizeof *units
		       && (strlen(units[i].name) != length || strncmp(text, units[i].name, length) != 0))
			i++;
		if (i == sizeof units / sizeof *units || whole > SECONDS_MOST)
			return -1;
		*duration += whole * units[i].nanoseconds + (uint64_t)((double)fraction * (double)units[i].nanoseconds / SECOND);
		text += length;
	} while (*text);
	return 0;
}

/* "Z", "+01:00" or nothing: the seconds to take off a time read as UTC. */
static int parse_zone(const char *text, const struct tm *local, long *seconds)
{
	struct tm copy = *local;
	bool east = *text == '+';
	struct tm zone;
	const char *end;

	*seconds = 0;
	if (!*text) {
		copy.tm_isdst = -1;
		if (mktime(&copy) == -1)
			return -1;
		*seconds = copy.tm_gmtoff;
		return 0;
	}
	if (strcmp(text, "Z") == 0)
		return 0;
	end = *text == '+' || *text == '-' ? strptime(text + 1, "%H:%M", &zone) : NULL;
	if (!end || *end)
		return -1;
	*seconds = (zone.tm_hour * 60L + zone.tm_min) * (east ? 60 : -60);
	return 0;
}

static int parse_date(const char *text, uint64_t *when)
{
	static const char *const formats[] = { "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H", "%Y-%m-%d" };
	struct tm date = { 0 };
	const char *rest = NULL;
	uint64_t whole, fraction = 0;
	char digits[24] = "0";
	size_t length;
	time_t utc;
	long zone;

	for (size_t i = 0; !rest && i < sizeof formats / sizeof *formats; i++) {
		date = (struct tm){ .tm_mday = 1 };
		rest = strptime(text, formats[i], &date);
	}
	if (!rest)
		return -1;
	if (*rest == '.') {
		length = 1 + strspn(rest + 1, "0123456789");
		if (length == 1 || length > 20)
			return -1;
		memcpy(digits + 1, rest, length);
		take_number(digits, &whole, &fraction);
		rest += length;
	}
	utc = timegm(&date);
	if (parse_zone(rest, &date, &zone) < 0 || utc - zone < 0)
		return -1;
	*when = (uint64_t)(utc - zone) * SECOND + fraction;
	return 0;
}

int when_parse(const char *option, const char *text, uint64_t *nanoseconds)
{
	uint64_t whole, fraction, duration, moment;
	struct timespec now;
	const char *end = take_number(text, &whole, &fraction);

	if (end && !*end) {
		*nanoseconds = whole * SECOND + fraction;
		return 0;
	}
	if (parse_duration(text, &duration) == 0) {
		clock_gettime(CLOCK_REALTIME, &now);
		moment = (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
		*nanoseconds = duration < moment ? moment - duration : 1;
		return 0;
	}
	if (parse_date(text, nanoseconds) == 0)
		return 0;
	errno = EINVAL;
	return fail("invalid value for \"%s\": failed to parse value as time or duration: \"%s\"", option, text);
}
