/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>

#include "base/fail.h"
#include "life/environment.h"
#include "request/request.h"
#include "request/request_environment.h"
#include "request/variables.h"

/* Whatever stands for the name already in what the user gave: K=V, or K alone. */
static bool is_given(const struct record *given, const char *assignment)
{
	size_t length = strcspn(assignment, "=");

	for (const char *line = NULL; (line = record_next(given, "env", line));)
		if (strncmp(line, assignment, length) == 0 && (line[length] == '=' || !line[length]))
			return true;
	return false;
}

int request_environment_read(struct record *given)
{
	return variables_read(given, &request.lists);
}

int request_environment_add(struct record *container, const struct record *given,
			    const struct record *image)
{
	struct record environment autorecord = { 0 };

	/* A name alone says that the process gets none, not even one that we would set. */
	for (const char *line = NULL; (line = record_next(given, "env", line));)
		if (environment_set(&environment, line) < 0
		    || (!strchr(line, '=') && record_add(container, "env", line) < 0))
			return -1;
	for (const char *line = NULL; (line = record_next(image, "env", line));)
		if (!is_given(given, line) && environment_set(&environment, line) < 0)
			return -1;
	for (const char *line = NULL; (line = record_line(&environment, line));)
		if (record_add(container, "env", line) < 0)
			return fail("take the environment: %m");
	return 0;
}
