/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "kernel/resource_limit.h"
#include "request/request.h"
#include "request/request_ulimits.h"

enum { NAME_ROOM = 16, REASON = 160 };

struct ulimit {
	char name[NAME_ROOM];
	long long soft, hard;
};

/* As Go reads a number; -1, and why not. */
static int read_number(const char *text, size_t length, long long *number, char reason[REASON])
{
	char *end;

	errno = 0;
	*number = strtoll(text, &end, 10);
	if (length && (size_t)(end - text) == length && !errno && *text != ' ')
		return 0;
	snprintf(reason, REASON, "strconv.ParseInt: parsing \"%.*s\": %s", (int)(length < 80 ? length : 80), text,
		 errno == ERANGE ? "value out of range" : "invalid syntax");
	return -1;
}

static int read_values(struct ulimit *limit, const char *values, char reason[REASON])
{
	const char *colon = strchr(values, ':');

	if (colon && strchr(colon + 1, ':')) {
		snprintf(reason, REASON, "too many limit value arguments - %.60s, can only have up to two, `soft[:hard]`", values);
		return -1;
	}
	if (colon && read_number(colon + 1, strlen(colon + 1), &limit->hard, reason) < 0)
		return -1;
	if (read_number(values, strcspn(values, ":"), &limit->soft, reason) < 0)
		return -1;
	if (!colon)
		limit->hard = limit->soft;
	if (limit->hard == RESOURCE_UNLIMITED)
		return 0;
	if (limit->soft == RESOURCE_UNLIMITED) {
		snprintf(reason, REASON, "ulimit soft limit must be less than or equal to hard limit: soft: -1 (unlimited), "
			 "hard: %lld", limit->hard);
		return -1;
	}
	snprintf(reason, REASON, "ulimit soft limit must be less than or equal to hard limit: %lld > %lld", limit->soft,
		 limit->hard);
	return limit->soft > limit->hard ? -1 : 0;
}

static int read_limit(struct ulimit *limit, const char *text, char reason[REASON])
{
	size_t length = strcspn(text, "=");

	if (!text[length]) {
		snprintf(reason, REASON, "invalid ulimit argument: %.100s", text);
		return -1;
	}
	snprintf(limit->name, sizeof limit->name, "%.*s", (int)length, text);
	if (length >= NAME_ROOM || resource_limit_find(limit->name) < 0) {
		snprintf(reason, REASON, "invalid ulimit type: %.*s", (int)(length < 100 ? length : 100), text);
		return -1;
	}
	return read_values(limit, text + length + 1, reason);
}

int request_ulimits_check_words(void)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "ulimit", text));) {
		char reason[REASON];
		struct ulimit limit;

		if (read_limit(&limit, text, reason) < 0)
			return fail("invalid argument \"%s\" for \"--ulimit\" flag: %s", text, reason);
	}
	return 0;
}

static bool comes_again(const char *text)
{
	size_t length = strcspn(text, "=") + 1;

	for (const char *later = text; (later = record_next(&request.lists, "ulimit", later));)
		if (strncmp(later, text, length) == 0)
			return true;
	return false;
}

int request_ulimits_add(struct record *container)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "ulimit", text));) {
		char reason[REASON];
		struct ulimit limit;

		if (comes_again(text) || read_limit(&limit, text, reason) < 0)
			continue;
		if (record_addf(container, "ulimit", "%s %lld %lld", limit.name, limit.soft, limit.hard) < 0)
			return fail("take --ulimit %s: %m", text);
	}
	return 0;
}
