/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/log/health_log.h"
#include "store/status.h"

void health_log_stamp(char time[HEALTH_TIME_LENGTH])
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(time, HEALTH_TIME_LENGTH, "%lld.%09ld", (long long)now.tv_sec, now.tv_nsec);
}

static int load(struct record *log, int directory)
{
	record_drop(log, NULL);
	return record_load(log, directory, "health") < 0 && errno != ENOENT ? -1 : 0;
}

int health_log_load(struct record *log, const char *id)
{
	autoclose int directory = status_find_directory(id);

	if (directory < 0) {
		record_drop(log, NULL);
		return errno == ENOENT ? 0 : -1;
	}
	return load(log, directory);
}

/* Every change is a new file in the place of the old one; a damaged one is forgotten. */
static int open_log(struct record *log, const char *id)
{
	int directory = status_open_directory(id);

	if (directory >= 0 && load(log, directory) < 0)
		record_drop(log, NULL);
	return directory;
}

static int save(struct record *log, int directory, const char *id, int streak)
{
	record_drop(log, "streak");
	if (record_addf(log, "streak", "%d", streak) < 0 || record_save(log, directory, "health", false) < 0)
		return fail("write the health of %.12s: %m", id);
	return 0;
}

int health_log_begin(const char *id)
{
	autorecord struct record log = { 0 };
	autoclose int directory = open_log(&log, id);

	return directory < 0 ? -1 : save(&log, directory, id, 0);
}

int health_log_add(const char *id, int streak, const struct health_result *result)
{
	autorecord struct record log = { 0 }, kept = { 0 };
	autoclose int directory = open_log(&log, id);
	int count = 1, failed = 0;

	if (directory < 0)
		return -1;
	for (const char *line = NULL; (line = record_next(&log, "result", line));)
		count++;
	for (const char *line = NULL; (line = record_next(&log, "result", line));)
		if (count-- <= HEALTH_RESULTS)
			failed |= record_add(&kept, "result", line);
	failed |= record_addf(&kept, "result", "%s %s %d %s", result->began, result->ended, result->exit, result->output);
	return failed ? fail("write the health of %.12s: %m", id) : save(&kept, directory, id, streak);
}

int health_log_read(struct health_result *result, const char *line)
{
	int length = 0;

	if (sscanf(line, "%31[0-9.] %31[0-9.] %d%n", result->began, result->ended, &result->exit, &length) != 3
	    || line[length] != ' ')
		return -1;
	result->output = line + length + 1;
	return 0;
}
