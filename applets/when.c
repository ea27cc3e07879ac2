/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/duration.h"
#include "base/fail.h"
#include "base/text.h"
#include "when.h"

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
		duration_take_number(digits, &whole, &fraction);
		rest += length;
	}
	utc = timegm(&date);
	if (parse_zone(rest, &date, &zone) < 0 || utc - zone < 0)
		return -1;
	*when = (uint64_t)(utc - zone) * DURATION_SECOND + fraction;
	return 0;
}

static uint64_t now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (uint64_t)time.tv_sec * DURATION_SECOND + (uint64_t)time.tv_nsec;
}

static uint64_t back_from(uint64_t moment, int64_t duration)
{
	return duration < 0 || (uint64_t)duration < moment ? moment - (uint64_t)duration : 1;
}

static int read(const char *text, struct when *when)
{
	uint64_t whole, fraction;
	int64_t duration;
	const char *end = duration_take_number(text, &whole, &fraction);

	*when = (struct when){ .is_age = false };
	if (end && !*end) {
		when->time = whole * DURATION_SECOND + fraction;
		return 0;
	}
	if (duration_parse_signed(text, &duration) < 0)
		return parse_date(text, &when->time);
	when->is_age = true;
	when->time = back_from(now(CLOCK_REALTIME), duration);
	when->boot = back_from(now(CLOCK_BOOTTIME), duration);
	return 0;
}

int when_read(const char *text, struct when *when)
{
	if (read(text, when) == 0)
		return 0;
	errno = EINVAL;
	return fail("failed to parse value as time or duration: \"%s\"", text);
}

int when_parse(const char *option, const char *text, uint64_t *nanoseconds)
{
	struct when when;

	if (read(text, &when) < 0) {
		errno = EINVAL;
		return fail("invalid value for \"%s\": failed to parse value as time or duration: \"%s\"", option, text);
	}
	*nanoseconds = when.time;
	return 0;
}
