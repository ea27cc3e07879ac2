/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <string.h>

#include "base/duration.h"
#include "store/healthcheck.h"

const struct healthcheck_number healthcheck_numbers[HEALTHCHECK_NUMBERS] = {
	{ "Interval", "health_interval", "health-interval" },
	{ "Timeout", "health_timeout", "health-timeout" },
	{ "StartPeriod", "health_start_period", "health-start-period" },
	{ "Retries", "health_retries", "health-retries" },
};

bool healthcheck_exists(const struct record *record)
{
	const char *kind = record_get(record, "health_test");

	return kind && (strcmp(kind, "CMD") == 0 || strcmp(kind, "CMD-SHELL") == 0)
	       && record_next(record, "health_test", kind);
}

bool healthcheck_is_named(const struct record *record)
{
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++)
		if (record_get(record, healthcheck_numbers[i].key))
			return true;
	return record_get(record, "health_test") != NULL;
}

/* An image may say anything: what is too short is as if it were not said, as zero is. */
static int64_t read_duration(const struct record *record, const char *key, int64_t otherwise)
{
	long long duration = record_number(record, key, 0);

	return duration < HEALTHCHECK_SHORTEST ? otherwise : duration;
}

void healthcheck_read(struct healthcheck *check, const struct record *record)
{
	const int64_t half_minute = 30ll * DURATION_SECOND;
	long long retries = record_number(record, "health_retries", 0);

	check->interval = read_duration(record, "health_interval", half_minute);
	check->timeout = read_duration(record, "health_timeout", half_minute);
	check->start_period = read_duration(record, "health_start_period", 0);
	check->retries = retries <= 0 ? 3 : retries > INT_MAX ? INT_MAX : (int)retries;
}
