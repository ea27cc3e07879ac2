/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "life/environment.h"
#include "life/network/link_environment.h"

int environment_set(struct record *environment, const char *assignment)
{
	size_t length = strcspn(assignment, "=");
	autofree char *name = strndup(assignment, length);
	struct record kept autorecord = { 0 };
	bool replaced = false;

	if (!name)
		return fail("set %s in the environment: out of memory", assignment);
	if (!*name)
		return fail("invalid environment variable: %s", assignment);
	if (!record_get(environment, name))
		return assignment[length] && record_add(environment, name, assignment + length + 1) < 0
		       ? fail("set %s in the environment: %m", name) : 0;
	/* Replaced where it stands: Docker keeps the order, and so do scripts that print it. */
	for (const char *line = NULL; (line = record_line(environment, line));) {
		bool same = strncmp(line, name, length) == 0 && line[length] == '=';
		const char *taken = same ? assignment : line;
		size_t taken_length = strcspn(taken, "=");
		autofree char *key = strndup(taken, taken_length);

		if (same && (replaced || !assignment[length]))
			continue;
		replaced = replaced || same;
		if (!key || record_add(&kept, key, taken + taken_length + 1) < 0)
			return fail("set %s in the environment: %m", name);
	}
	record_drop(environment, NULL);
	return record_copy(environment, &kept, NULL) < 0 ? fail("set %s in the environment: %m", name) : 0;
}

int environment_build(struct record *environment, const struct record *container)
{
	const char *hostname = record_get(container, "hostname");

	record_drop(environment, NULL);
	if (record_add(environment, "PATH",
		       "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") < 0
	    || record_add(environment, "HOSTNAME", hostname ? hostname : "") < 0
	    || (record_get(container, "tty") && record_add(environment, "TERM", "xterm") < 0))
		return fail("build the environment: %m");
	if (link_environment_add(environment, container) < 0)
		return -1;
	for (const char *line = NULL; (line = record_next(container, "env", line));)
		if (environment_set(environment, line) < 0)
			return -1;
	return 0;
}

char **environment_array(const struct record *environment)
{
	size_t count = 0;
	char **array;

	for (const char *line = NULL; (line = record_line(environment, line));)
		count++;
	array = calloc(count + 1, sizeof *array);
	if (!array) {
		fail("build the environment: %m");
		return NULL;
	}
	count = 0;
	for (const char *line = NULL; (line = record_line(environment, line));)
		array[count++] = (char *)line;
	return array;
}
