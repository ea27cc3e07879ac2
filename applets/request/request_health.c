/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "base/duration.h"
#include "base/fail.h"
#include "request/request.h"
#include "request/request_health.h"
#include "store/healthcheck.h"

enum { DURATIONS = HEALTHCHECK_NUMBERS - 1 };

struct request_health request_health;

/* One of healthcheck_numbers; 0 is as if it was not given. */
static int64_t number(int which)
{
	const char *text = which < DURATIONS ? request_health.durations[which] : NULL;
	int64_t duration = 0;

	if (which == DURATIONS)
		return request_health.retries;
	return text && duration_parse_signed(text, &duration) == 0 ? duration : 0;
}

int request_health_check_words(void)
{
	for (int i = 0; i < DURATIONS; i++) {
		const char *text = request_health.durations[i];
		int64_t duration;

		if (text && duration_parse_signed(text, &duration) < 0)
			return fail("invalid argument \"%s\" for \"--%s\" flag: %s", text, healthcheck_numbers[i].option,
				    duration_fault(text));
	}
	return 0;
}

static bool has_command(void)
{
	return request_health.command && *request_health.command;
}

int request_health_check(void)
{
	bool any = has_command();

	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++)
		any = any || number(i);
	if (request_health.restart && request.remove)
		return fail("Conflicting options: --restart-unhealthy and --rm");
	if (request_health.none && any)
		return fail("--no-healthcheck conflicts with --health-* options");
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++)
		if (number(i) < 0)
			return fail("--%s cannot be negative", healthcheck_numbers[i].option);
	return 0;
}

static int add_test(struct record *container, const struct record *image)
{
	if (request_health.none)
		return record_add(container, "health_test", "NONE");
	if (!has_command())
		return record_copy(container, image, "health_test");
	return record_add(container, "health_test", "CMD-SHELL") < 0
	       || record_add(container, "health_test", request_health.command) < 0 ? -1 : 0;
}

static int add_restart(struct record *container)
{
	if (!healthcheck_exists(container))
		return fail("--restart-unhealthy needs a healthcheck: the image's, or --health-cmd");
	return record_add(container, "restart_unhealthy", "yes") < 0 ? fail("take the healthcheck: %m") : 0;
}

int request_health_add(struct record *container, const struct record *image)
{
	for (int i = 0; i < DURATIONS; i++)
		if (number(i) && number(i) < HEALTHCHECK_SHORTEST)
			return fail("%s in Healthcheck cannot be less than 1ms", healthcheck_numbers[i].name);
	if (add_test(container, image) < 0)
		return fail("take the healthcheck: %m");
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++) {
		const char *key = healthcheck_numbers[i].key;

		if ((number(i) ? record_addf(container, key, "%lld", (long long)number(i))
			       : record_copy(container, image, key)) < 0)
			return fail("take the healthcheck: %m");
	}
	return request_health.restart ? add_restart(container) : 0;
}
