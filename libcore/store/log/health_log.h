/* The last results of a container's healthcheck, in RAM. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* running/<id>/health is a record of at most HEALTH_RESULTS results, the newest last:
 *   streak=<failures in a row>
 *   result=<when it began> <when it ended> <exit status> <output>       list
 * Times are <seconds>.<9 digits> since 1970. Who holds the container's lock writes it. */
enum { HEALTH_RESULTS = 5, HEALTH_OUTPUT = 4096, HEALTH_TIME_LENGTH = 32 };

struct health_result {
	char began[HEALTH_TIME_LENGTH], ended[HEALTH_TIME_LENGTH];
	int exit;                 /* of the test; -1: it had none */
	const char *output;       /* borrowed */
};

/* The time of day, as results have it. */
void health_log_stamp(char time[HEALTH_TIME_LENGTH]);

/* Read it; empty where there is none. -1 and errno. */
int health_log_load(struct record *log, const char *id);

/* The container starts: no failures in a row; what was found before it stopped is kept. -1 said. */
int health_log_begin(const char *id);

/* Add a result, and forget the oldest. -1 said. */
int health_log_add(const char *id, int streak, const struct health_result *result);

/* Take one line result= apart. -1 if it is damaged. */
int health_log_read(struct health_result *result, const char *line);
