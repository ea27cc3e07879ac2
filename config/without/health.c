/* Without CONFIG_HEALTH: the healthchecks of images are passed over, other ones are refused. */
/* SPDX-License-Identifier: MIT */
#include "base/fail.h"
#include "life/health/health_watch.h"
#include "request/request_health.h"
#include "show/view/view_health.h"
#include "store/log/health_log.h"

struct request_health request_health;

int request_health_check_words(void)
{
	if (request_health.command || request_health.durations[0] || request_health.durations[1]
	    || request_health.durations[2] || request_health.retries || request_health.restart)
		return fail("--health-…, --restart-unhealthy: this linkbox was built without healthchecks");
	return 0;
}

int request_health_check(void)
{
	return 0;
}

int request_health_add(struct record *container, const struct record *image)
{
	(void)container, (void)image;
	return 0;
}

bool healthcheck_exists(const struct record *record)
{
	(void)record;
	return false;
}

int health_watch_open(struct health_watch *watch, struct record *container, int score)
{
	(void)container, (void)score;
	watch->timer = -1;
	return 0;
}

void health_watch_begin(struct health_watch *watch)
{
	(void)watch;
}

void health_watch_rest(struct health_watch *watch)
{
	(void)watch;
}

void health_watch_resume(struct health_watch *watch)
{
	(void)watch;
}

void health_watch_probe(struct health_watch *watch, int process)
{
	(void)watch, (void)process;
}

bool health_watch_reap(struct health_watch *watch, pid_t ended, int status)
{
	(void)watch, (void)ended, (void)status;
	return false;
}

const char *health_word(enum health_state state)
{
	(void)state;
	return "";
}

int health_log_begin(const char *id)
{
	(void)id;
	return 0;
}

void view_add_healthcheck(struct cJSON *config, const struct record *record)
{
	(void)config, (void)record;
}

void view_add_health(struct cJSON *state, const struct record *container, const struct record *status)
{
	(void)state, (void)container, (void)status;
}
