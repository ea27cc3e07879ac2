/* Health: Docker's states, and what leads from one to the other.
 * SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "life/health/health.h"

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - health: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

/* Results in a row, a second apart: '0' well, 'x' not. What became of it, a letter each: s, h or u,
 * an upper-case one where it changed. */
static bool becomes(const struct healthcheck *check, const char *results, const char *expected, int streak)
{
	struct health health = { 0 };
	char states[32] = "";

	for (size_t i = 0; results[i]; i++) {
		bool changed = health_judge(&health, check, results[i] == '0' ? 0 : 1, (int64_t)i * DURATION_SECOND);

		states[i] = (char)(health_word(health.state)[0] - (changed ? 'a' - 'A' : 0));
	}
	if (strcmp(states, expected) == 0 && health.streak == streak)
		return true;
	printf("# %s: %s instead of %s, streak %d\n", results, states, expected, health.streak);
	return false;
}

/* A record's healthcheck. */
static bool reads(const char *key, const char *value, const struct healthcheck *expected)
{
	struct record record autorecord = { 0 };
	struct healthcheck check;

	record_add(&record, key, value);
	healthcheck_read(&check, &record);
	return check.interval == expected->interval && check.timeout == expected->timeout
	       && check.start_period == expected->start_period && check.retries == expected->retries;
}

static bool exists(const char *const words[])
{
	struct record record autorecord = { 0 };

	for (; *words; words++)
		record_add(&record, "health_test", *words);
	return healthcheck_exists(&record);
}

int main(void)
{
	const struct healthcheck three = { .retries = 3 }, one = { .retries = 1 };
	const struct healthcheck patient = { .retries = 2, .start_period = 3ll * DURATION_SECOND };
	struct health worst = { HEALTH_UNHEALTHY, INT_MAX };
	const int64_t half = 30ll * DURATION_SECOND;

	ok(becomes(&three, "", "", 0) && becomes(&three, "x", "s", 1) && becomes(&three, "xx", "ss", 2), "begins as starting");
	ok(becomes(&three, "xx0", "ssH", 0) && becomes(&three, "00", "Hh", 0), "one success makes it healthy");
	ok(becomes(&three, "xxxx", "ssUu", 4) && becomes(&one, "x", "U", 1), "as many failures as retries make it unhealthy");
	ok(becomes(&three, "0xx0xxx", "HhhhhhU", 3), "only failures in a row count");
	ok(becomes(&three, "xxx0x", "ssUHh", 1), "an unhealthy one recovers");
	ok(becomes(&patient, "xxx", "sss", 0) && becomes(&patient, "xxxxx", "ssssU", 2), "no failure counts in the start period");
	ok(becomes(&patient, "0xx", "HhU", 2), "but one that was healthy already has no start period left");
	ok(!health_judge(&worst, &three, -1, 0) && worst.streak == INT_MAX, "the streak has an end");
	ok(reads("x", "", &(struct healthcheck){ half, half, 0, 3 })
	   && reads("health_interval", "5000000", &(struct healthcheck){ 5000000, half, 0, 3 })
	   && reads("health_timeout", "5000000", &(struct healthcheck){ half, 5000000, 0, 3 })
	   && reads("health_start_period", "5000000", &(struct healthcheck){ half, half, 5000000, 3 })
	   && reads("health_retries", "7", &(struct healthcheck){ half, half, 0, 7 }), "what is not said is as Docker has it");
	ok(reads("health_interval", "1", &(struct healthcheck){ half, half, 0, 3 })
	   && reads("health_timeout", "-5", &(struct healthcheck){ half, half, 0, 3 })
	   && reads("health_retries", "-1", &(struct healthcheck){ half, half, 0, 3 })
	   && reads("health_retries", "99999999999", &(struct healthcheck){ half, half, 0, INT_MAX }), "nonsense is not said");
	ok(exists((const char *[]){ "CMD", "a", NULL }) && exists((const char *[]){ "CMD-SHELL", "a b", NULL })
	   && !exists((const char *[]){ "NONE", NULL }) && !exists((const char *[]){ NULL })
	   && !exists((const char *[]){ "CMD", NULL }) && !exists((const char *[]){ "NONE", "a", NULL })
	   && !exists((const char *[]){ "HTTP", "a", NULL }), "some tests are none");
	printf("1..%d\n", number);
	return failed != 0;
}
