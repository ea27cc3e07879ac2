/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/duration.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/network/link.h"
#include "life/network/link_wait.h"
#include "life/boot/readiness.h"
#include "store/names.h"


struct patience {
	char alias[ALIAS_LENGTH + 1];   /* "": of every link */
	char time[32];                  /* as typed */
	uint64_t nanoseconds;
	const char *ports;              /* behind the colon, NULL: the source's own */
};

static int read_patience(const char *text, struct patience *patience)
{
	const char *equals = strchr(text, '='), *time = equals ? equals + 1 : text;
	size_t length = strcspn(time, ":");

	if ((equals && (equals == text || equals - text > ALIAS_LENGTH)) || length >= sizeof patience->time)
		return -1;
	snprintf(patience->alias, sizeof patience->alias, "%.*s", equals ? (int)(equals - text) : 0, text);
	snprintf(patience->time, sizeof patience->time, "%.*s", (int)length, time);
	patience->ports = time[length] ? time + length + 1 : NULL;
	if (duration_parse_seconds(patience->time, &patience->nanoseconds) < 0)
		return -1;
	return patience->ports && readiness_check_ports(patience->ports) < 0 ? -1 : 0;
}

int link_wait_check_words(const char *text)
{
	struct patience patience;

	if (read_patience(text, &patience) == 0)
		return 0;
	return fail("invalid argument \"%s\" for \"--link-wait\" flag: it is not [ALIAS=]TIME[:PORT,...], as in 30s or "
		    "db=1m30s:5432", text);
}

int link_wait_check(const struct record *container)
{
	struct patience patience;
	struct link link;

	for (const char *text = NULL; (text = record_next(container, "link_wait", text));) {
		bool found = false;

		if (read_patience(text, &patience) < 0)
			return fail("wait for links: %s is damaged", text);
		for (const char *line = NULL; !found && (line = record_next(container, "link", line));)
			found = link_read(line, &link) == 0
				&& (!*patience.alias || strcmp(patience.alias, link.alias) == 0);
		if (!found)
			return fail("--link-wait %s: there is no such link", text);
	}
	return 0;
}

/* What holds for this alias: the last that names it, else the last for all. -1: it is not waited for. */
static int find_patience(const struct record *container, const char *alias, struct patience *found)
{
	struct patience each;
	int result = -1;

	for (const char *text = NULL; (text = record_next(container, "link_wait", text));) {
		if (read_patience(text, &each) < 0 || (*each.alias && strcmp(each.alias, alias) != 0)
		    || (result == 0 && *found->alias && !*each.alias))
			continue;
		*found = each;
		result = 0;
	}
	return result;
}

bool link_wait_has(const struct record *container, const char *alias)
{
	struct patience patience;

	return find_patience(container, alias, &patience) == 0;
}

struct wait {
	const struct record *container;
	struct link link;
	struct patience patience;
	struct readiness readiness;
	uint64_t begun;
	int calling_off;
	char source[NAME_LENGTH + 1];   /* its name */
};

/* As readiness_look, at the container that the link leads to now. */
static int look(struct wait *wait)
{
	struct record lease autorecord = { 0 }, source autorecord = { 0 }, status autorecord = { 0 };
	bool was = fail_silently(true);
	int found = link_load_source(wait->link.lease, &lease, &source, &status);
	const char *name = record_get(&lease, "name");

	fail_silently(was);
	snprintf(wait->source, sizeof wait->source, "%s", name ? name : wait->link.alias);
	if (found == 0)
		return link_check_network(&source, wait->source) < 0
		       ? -1 : readiness_look(&wait->readiness, &source, &status, wait->patience.ports);
	wait->readiness.port[0] = '\0';
	wait->readiness.lacks = "there is no such container";
	return 0;
}

static int give_up(const struct wait *wait, const char *reason)
{
	const char *port = wait->readiness.port;
	char consumer[NAME_LENGTH + 1];

	names_of(record_get(wait->container, "id"), consumer);
	return fail("Cannot link to /%s AS /%s/%s: waited %s%s%s: %s", wait->source, consumer, wait->link.alias,
		    wait->patience.time, *port ? " for port " : "", port, reason);
}

/* 0: the source is ready as it is; 1: it is ready by now; -1 said. */
static int wait_for_source(struct wait *wait)
{
	bool waited = false;

	for (;; waited = true) {
		int ready = look(wait);
		uint64_t passed = duration_clock() - wait->begun;

		if (ready)
			return ready < 0 ? -1 : waited;
		if (passed >= wait->patience.nanoseconds)
			return give_up(wait, wait->readiness.lacks);
		if (readiness_pause(passed, wait->patience.nanoseconds - passed, wait->calling_off))
			return give_up(wait, "it was called off");
	}
}

int link_wait(const struct record *container, int calling_off)
{
	struct wait wait = { .container = container, .readiness = READINESS_NEW, .begun = duration_clock(),
			     .calling_off = calling_off };
	int result = 0;

	/* While the second was waited for, the first may have ended. */
	for (bool waited = true; waited && result >= 0;) {
		waited = false;
		for (const char *line = NULL; result >= 0 && (line = record_next(container, "link", line));) {
			if (link_read(line, &wait.link) < 0
			    || find_patience(container, wait.link.alias, &wait.patience) < 0)
				continue;
			result = wait_for_source(&wait);
			waited = waited || result > 0;
		}
	}
	readiness_end(&wait.readiness);
	return result < 0 ? -1 : 0;
}
