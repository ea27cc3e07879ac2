/* Durations: as Go's time.ParseDuration reads them.
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/duration.h"

enum { MILLISECOND = 1000000 };

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - duration: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static bool means(const char *text, uint64_t expected)
{
	uint64_t nanoseconds = 0;

	if (duration_parse(text, &nanoseconds) == 0 && nanoseconds == expected)
		return true;
	printf("# %s: %llu\n", text, (unsigned long long)nanoseconds);
	return false;
}

static bool is_none(const char *text)
{
	uint64_t nanoseconds;

	return duration_parse(text, &nanoseconds) < 0;
}

static bool is_signed(const char *text, int64_t expected)
{
	int64_t nanoseconds = 1;

	return duration_parse_signed(text, &nanoseconds) == 0 && nanoseconds == expected;
}

static bool faults(const char *text, const char *expected)
{
	if (strcmp(duration_fault(text), expected) == 0)
		return true;
	printf("# %s\n", duration_fault(text));
	return false;
}

static bool reads(int64_t nanoseconds, const char *expected)
{
	char text[DURATION_LENGTH];

	if (strcmp(duration_text(nanoseconds, text), expected) == 0)
		return true;
	printf("# %s instead of %s\n", text, expected);
	return false;
}

int main(void)
{
	int64_t ignored;

	ok(means("30s", 30ull * DURATION_SECOND) && means("500ms", 500ull * MILLISECOND) && means("7ns", 7)
	   && means("3us", 3000) && means("3µs", 3000) && means("2m", 120ull * DURATION_SECOND)
	   && means("1h", 3600ull * DURATION_SECOND), "every unit");
	ok(means("1m30s", 90ull * DURATION_SECOND) && means("1h1m1s1ms", 3661001ull * MILLISECOND), "several in a row");
	ok(means("1.5h", 5400ull * DURATION_SECOND) && means("0.25s", 250ull * MILLISECOND), "fractions");
	ok(is_none("") && is_none("30") && is_none("s") && is_none("-1s") && is_none("1x") && is_none("1s 1s")
	   && is_none("1sm") && is_none("30S"), "nothing else");
	ok(is_none("99999999999999999999999h") && is_none("2562048h") && is_none("2562000h2562000h")
	   && means("2562000h", 2562000ull * 3600 * DURATION_SECOND), "not more than fits");
	ok(is_signed("0", 0) && is_signed("-0", 0) && is_signed("-1.5s", -1500ll * MILLISECOND)
	   && is_signed("+2ms", 2 * MILLISECOND) && duration_parse_signed("--1s", &ignored) < 0
	   && duration_parse_signed("-", &ignored) < 0 && duration_parse_signed("5", &ignored) < 0, "signs, where they may be");
	ok(faults("x", "time: invalid duration \"x\"") && faults("", "time: invalid duration \"\"")
	   && faults("5", "time: missing unit in duration \"5\"")
	   && faults("1m5q", "time: unknown unit \"q\" in duration \"1m5q\"")
	   && faults("99999999h", "time: invalid duration \"99999999h\""), "Go's words for what is none");
	ok(reads(0, "0s") && reads(7, "7ns") && reads(1500, "1.5µs") && reads(500ll * MILLISECOND, "500ms")
	   && reads(1500ll * MILLISECOND, "1.5s") && reads(90ll * DURATION_SECOND, "1m30s")
	   && reads(3600ll * DURATION_SECOND, "1h0m0s") && reads(-2ll * MILLISECOND, "-2ms")
	   && reads(INT64_MAX, "2562047h47m16.854775807s"), "written as Go writes them");
	printf("1..%d\n", number);
	return failed != 0;
}
