/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/restart_policy.h"
#include "store/container_record.h"

static const char *const names[] = {
	[RESTART_NO] = "no", [RESTART_ON_FAILURE] = "on-failure", [RESTART_ALWAYS] = "always",
	[RESTART_UNLESS_STOPPED] = "unless-stopped",
};
enum { KINDS = sizeof names / sizeof names[0] };

static const char *const marks[] = { [RESTART_MARK_STOPPED] = "stopped", [RESTART_MARK_ENDED] = "ended" };

/* The number behind the colon, as Go's Atoi takes it. */
static int read_count(const char *text, long long *count)
{
	const char *digits = text + (*text == '-' || *text == '+');
	size_t length = strspn(digits, "0123456789");

	errno = 0;
	*count = strtoll(text, NULL, 10);
	return length && !digits[length] && !errno ? 0 : -1;
}

static int split(const char *text, size_t *name_length, long long *count)
{
	const char *colon = strchr(text, ':');

	*name_length = strcspn(text, ":");
	*count = 0;
	if (colon && strchr(colon + 1, ':'))
		return fail("invalid restart policy format");
	if (colon && read_count(colon + 1, count) < 0)
		return fail("maximum retry count must be an integer");
	return 0;
}

int restart_policy_check_words(const char *text)
{
	size_t length;
	long long count;

	return split(text, &length, &count);
}

/* The kind with this name; "" is "no" as well. KINDS if there is none. */
static int find(const char *name, size_t length)
{
	int kind = 0;

	if (!length)
		return RESTART_NO;
	while (kind < KINDS && (strlen(names[kind]) != length || strncmp(names[kind], name, length) != 0))
		kind++;
	return kind;
}

int restart_policy_parse(struct restart_policy *policy, const char *text)
{
	size_t length;
	long long count;
	int kind;

	if (split(text, &length, &count) < 0)
		return -1;
	kind = find(text, length);
	if (kind == KINDS)
		return fail("invalid restart policy '%.*s'", (int)length, text);
	if (kind == RESTART_ON_FAILURE && count < 0)
		return fail("maximum retry count cannot be negative");
	if (kind != RESTART_ON_FAILURE && length && count)
		return fail("maximum retry count cannot be used with restart policy '%s'", names[kind]);
	*policy = (struct restart_policy){ (enum restart_kind)kind, count > INT_MAX ? INT_MAX : (int)count };
	return 0;
}

void restart_policy_read(struct restart_policy *policy, const struct record *container)
{
	const char *text = record_get(container, "restart");
	bool was = fail_silently(true);

	*policy = (struct restart_policy){ RESTART_NO, 0 };
	if (text)
		restart_policy_parse(policy, text);
	fail_silently(was);
}

int restart_policy_write(const struct restart_policy *policy, struct record *container)
{
	int result = 0;

	record_drop(container, "restart");
	if (policy->kind != RESTART_NO)
		result = policy->most ? record_addf(container, "restart", "%s:%d", names[policy->kind], policy->most)
				      : record_add(container, "restart", names[policy->kind]);
	return result < 0 ? fail("take the restart policy: %m") : 0;
}

int restart_policy_mark(const struct record *container, enum restart_mark mark)
{
	struct restart_policy policy;
	autoclose int directory = -1, file = -1;

	restart_policy_read(&policy, container);
	if (mark == RESTART_MARK_NONE || policy.kind == RESTART_NO)
		return 0;
	directory = container_record_open(container);
	if (directory < 0)
		return -1;
	file = openat(directory, marks[mark], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file < 0 && errno == EEXIST)
		return 0;
	/* The file has no bytes: what is to last is its name. */
	return file < 0 || fsync(directory) < 0
	       ? fail("note that %.12s is %s: %m", record_get(container, "id"), marks[mark]) : 0;
}

int restart_policy_unmark(const struct record *container)
{
	autoclose int directory = container_record_open(container);
	bool any = false;

	if (directory < 0)
		return -1;
	for (int mark = RESTART_MARK_STOPPED; mark <= RESTART_MARK_ENDED; mark++) {
		if (unlinkat(directory, marks[mark], 0) == 0)
			any = true;
		else if (errno != ENOENT && faccessat(directory, marks[mark], F_OK, 0) == 0)
			return fail("note that %.12s is started: %m", record_get(container, "id"));
	}
	return any && fsync(directory) < 0
	       ? fail("note that %.12s is started: %m", record_get(container, "id")) : 0;
}

bool restart_policy_is_marked(const struct record *container, enum restart_mark mark)
{
	return container_record_has(container, marks[mark]);
}

bool restart_policy_at_boot(const struct record *container)
{
	struct restart_policy policy;

	restart_policy_read(&policy, container);
	switch (policy.kind) {
	case RESTART_ALWAYS:
		return true;
	case RESTART_UNLESS_STOPPED:
		return !restart_policy_is_marked(container, RESTART_MARK_STOPPED);
	case RESTART_ON_FAILURE:
		return container_record_was_started(container) && !restart_policy_is_marked(container, RESTART_MARK_STOPPED)
		       && !restart_policy_is_marked(container, RESTART_MARK_ENDED);
	default:
		return false;
	}
}
