/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/stream.h"
#include "base/text.h"
#include "kernel/cgroup/oom.h"
#include "kernel/resource_limit.h"
#include "life/child/process_limits.h"

/* "nofile 1024 2048" */
static int take(const char *line, pid_t pid)
{
	char name[16];
	long long soft, hard;

	if (sscanf(line, "%15s %lld %lld", name, &soft, &hard) != 3 || resource_limit_find(name) < 0)
		return fail("set the limit %s: it is damaged", line);
	if (resource_limit_set(pid, resource_limit_find(name), soft, hard) < 0)
		return fail(errno == EPERM ? "set ulimit %s=%lld:%lld: %m (raising a hard limit takes CAP_SYS_RESOURCE)"
					   : "set ulimit %s=%lld:%lld: %m", name, soft, hard);
	return 0;
}

static int take_all(const struct record *container, pid_t pid)
{
	for (const char *line = NULL; (line = record_next(container, "ulimit", line));)
		if (take(line, pid) < 0)
			return -1;
	return 0;
}

int process_limits_take(const struct record *container)
{
	const char *score = record_get(container, "oom_score_adj");

	if (score && !oom_set_score((int)record_number(container, "oom_score_adj", 0)))
		return fail("write %s to /proc/self/oom_score_adj: %s", score, fail_reason());
	return take_all(container, 0);
}

int process_limits_give(const struct record *container, pid_t pid, pid_t pid_of_host, int score)
{
	score = (int)record_number(container, "oom_score_adj", score);
	if (!oom_set_score_of(pid_of_host, score))
		return fail("write %d to /proc/self/oom_score_adj: %s", score, fail_reason());
	return take_all(container, pid);
}

char *process_limits_write(const struct record *container, const struct record *status)
{
	static const char *const keys[] = { "ulimit", "oom_score_adj", "first_id" };
	char *text = NULL;
	size_t length;
	FILE *out = stream_open(&text, &length);

	if (!out)
		return NULL;
	for (const char *line = NULL; (line = record_next(status, "cgroup", line));)
		fprintf(out, "cgroup=%s\n", line);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		for (const char *line = NULL; (line = record_next(container, keys[i], line));)
			fprintf(out, "%s=%s\n", keys[i], line);
	if (stream_close(out) == 0)
		return text;
	free(text);
	return NULL;
}

int process_limits_read(struct record *limits, char *text)
{
	char *line;

	while ((line = text_cut(&text, '\n'))) {
		char *value = strchr(line, '=');

		if (!value)
			continue;
		*value++ = '\0';
		if (record_add(limits, line, value) < 0)
			return fail("take the limits: %m");
	}
	return 0;
}
