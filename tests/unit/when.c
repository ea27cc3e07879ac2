/* When: moments as people write them.
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/fail.h"
#include "when.h"

enum { SECOND = 1000000000 };

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - when: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static bool means(const char *text, uint64_t expected)
{
	uint64_t moment = 0;

	if (when_parse("since", text, &moment) == 0 && moment == expected)
		return true;
	printf("# %s: %llu\n", text, (unsigned long long)moment);
	return false;
}

static bool is_back(const char *text, uint64_t duration)
{
	uint64_t now = (uint64_t)time(NULL) * SECOND, moment = 0;

	return when_parse("since", text, &moment) == 0 && moment + duration >= now
	       && moment + duration < now + 2ull * SECOND;
}

static bool is_refused(const char *text)
{
	uint64_t moment;

	return when_parse("since", text, &moment) < 0;
}

int main(void)
{
	setenv("TZ", "XXX-2", 1); /* two hours east of Greenwich */
	ok(means("1136073600", 1136073600ull * SECOND) && means("1136073600.000000001", 1136073600ull * SECOND + 1)
	   && means("0.5", SECOND / 2), "takes seconds");
	ok(means("2006-01-01T00:00:00Z", 1136073600ull * SECOND)
	   && means("2006-01-01T00:00:00.25Z", 1136073600ull * SECOND + SECOND / 4), "takes RFC 3339");
	ok(means("2006-01-01T01:30:00+01:30", 1136073600ull * SECOND)
	   && means("2005-12-31T22:00:00.000000001-02:00", 1136073600ull * SECOND + 1), "takes zones");
	ok(means("2006-01-01T02:00:00", 1136073600ull * SECOND) && means("2006-01-01T02:00", 1136073600ull * SECOND)
	   && means("2006-01-01T02", 1136073600ull * SECOND) && means("2006-01-01", 1136073600ull * SECOND - 7200ull * SECOND),
	   "takes parts of it in local time");
	ok(is_back("10m", 600ull * SECOND) && is_back("1h30m", 5400ull * SECOND) && is_back("1.5h", 5400ull * SECOND)
	   && is_back("2500ms", 2500000000ull) && is_back("0s", 0), "takes durations");
	fail_silently(true);
	ok(is_refused("bad") && is_refused("") && is_refused("10") == false && is_refused("10x") && is_refused("1h30")
	   && is_refused("2006-13-01") && is_refused("2006-01-01T00:00:00Q") && is_refused("2006-01-01T00:00:00.Z")
	   && is_refused("-5") && is_refused("1960-01-01") && is_refused("m") && is_refused("1.2.3"), "refuses the rest");
	fail_silently(false);
	printf("1..%d\n", number);
	return failed != 0;
}
