/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/duration.h"
#include "base/text.h"

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

static const struct { const char *name; uint64_t nanoseconds; } units[] = {
	{ "ns", 1 }, { "us", 1000 }, { "µs", 1000 }, { "ms", 1000000 }, { "s", DURATION_SECOND },
	{ "m", 60ull * DURATION_SECOND }, { "h", 3600ull * DURATION_SECOND },
};
enum { UNITS = sizeof units / sizeof *units };

/* The unit that these bytes name, UNITS if none. */
static size_t find_unit(const char *text, size_t length)
{
	size_t i = 0;

	while (i < UNITS && (strlen(units[i].name) != length || strncmp(text, units[i].name, length) != 0))
		i++;
	return i;
}

int duration_parse(const char *text, uint64_t *nanoseconds)
{
	uint64_t whole, billionths;

	*nanoseconds = 0;
	do {
		size_t length, i;

		text = duration_take_number(text, &whole, &billionths);
		if (!text)
			return -1;
		length = strcspn(text, "0123456789");
		i = find_unit(text, length);
		if (i == UNITS || whole >= INT64_MAX / units[i].nanoseconds)
			return -1;
		*nanoseconds += whole * units[i].nanoseconds
			+ (uint64_t)((double)billionths * (double)units[i].nanoseconds / DURATION_SECOND);
		if (*nanoseconds > INT64_MAX)
			return -1;
		text += length;
	} while (*text);
	return 0;
}

static const char *after_sign(const char *text)
{
	return text + (*text == '-' || *text == '+');
}

int duration_parse_signed(const char *text, int64_t *nanoseconds)
{
	uint64_t size = 0;

	if (strcmp(after_sign(text), "0") != 0 && duration_parse(after_sign(text), &size) < 0)
		return -1;
	*nanoseconds = *text == '-' ? -(int64_t)size : (int64_t)size;
	return 0;
}

const char *duration_fault(const char *text)
{
	static char fault[256];
	const char *rest = after_sign(text);
	uint64_t whole, billionths;
	size_t length;

	for (; (rest = duration_take_number(rest, &whole, &billionths)); rest += length) {
		length = strcspn(rest, ".0123456789");
		if (length && find_unit(rest, length) < UNITS)
			continue;
		if (length)
			snprintf(fault, sizeof fault, "time: unknown unit \"%.*s\" in duration \"%s\"", (int)length, rest, text);
		else
			snprintf(fault, sizeof fault, "time: missing unit in duration \"%s\"", text);
		return fault;
	}
	snprintf(fault, sizeof fault, "time: invalid duration \"%s\"", text);
	return fault;
}

const char *duration_text(int64_t nanoseconds, char text[DURATION_LENGTH])
{
	uint64_t size = nanoseconds < 0 ? 0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds;
	uint64_t seconds = size / DURATION_SECOND, one = DURATION_SECOND, whole = seconds % 60;
	char *at = text, *end = text + DURATION_LENGTH;
	const char *unit = "s";
	int digits = 9;

	if (nanoseconds < 0)
		*at++ = '-';
	if (seconds >= 3600)
		at += snprintf(at, (size_t)(end - at), "%" PRIu64 "h", seconds / 3600);
	if (seconds >= 60)
		at += snprintf(at, (size_t)(end - at), "%" PRIu64 "m", seconds / 60 % 60);
	if (size && !seconds) {
		unit = size < 1000 ? "ns" : size < 1000000 ? "µs" : "ms";
		digits = size < 1000 ? 0 : size < 1000000 ? 3 : 6;
		one = size < 1000 ? 1 : size < 1000000 ? 1000 : 1000000;
		whole = size / one;
	}
	at += snprintf(at, (size_t)(end - at), "%" PRIu64 ".%0*" PRIu64, whole, digits, size % one);
	while (at[-1] == '0')
		at--;
	at -= at[-1] == '.';
	snprintf(at, (size_t)(end - at), "%s", unit);
	return text;
}

int duration_parse_seconds(const char *text, uint64_t *nanoseconds)
{
	unsigned long seconds;

	if (text_number(text, UINT32_MAX, &seconds) < 0)
		return duration_parse(text, nanoseconds);
	*nanoseconds = seconds * (uint64_t)DURATION_SECOND;
	return 0;
}

uint64_t duration_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * DURATION_SECOND + (uint64_t)now.tv_nsec;
}
