/* Durations: as Go's time.ParseDuration reads them.
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

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

int main(void)
{
	ok(means("30s", 30ull * DURATION_SECOND) && means("500ms", 500ull * MILLISECOND) && means("7ns", 7)
	   && means("3us", 3000) && means("3µs", 3000) && means("2m", 120ull * DURATION_SECOND)
	   && means("1h", 3600ull * DURATION_SECOND), "every unit");
	ok(means("1m30s", 90ull * DURATION_SECOND) && means("1h1m1s1ms", 3661001ull * MILLISECOND), "several in a row");
	ok(means("1.5h", 5400ull * DURATION_SECOND) && means("0.25s", 250ull * MILLISECOND), "fractions");
	ok(is_none("") && is_none("30") && is_none("s") && is_none("-1s") && is_none("1x") && is_none("1s 1s")
	   && is_none("1sm") && is_none("30S"), "nothing else");
	ok(is_none("99999999999999999999999h") && is_none("2562048h") && is_none("2562000h2562000h")
	   && means("2562000h", 2562000ull * 3600 * DURATION_SECOND), "not more than fits");
	printf("1..%d\n", number);
	return failed != 0;
}
