/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "request/request.h"
#include "request/request_log.h"
#include "store/configuration.h"
#include "store/log/log_options.h"

static const char built_in[] = "json-file";

static const char *driver(void)
{
	return request.log_driver && *request.log_driver ? request.log_driver : configuration("log-driver", built_in);
}

int request_log_check_words(void)
{
	if (request.log_driver && strcmp(request.log_driver, "none") == 0 && record_get(&request.lists, "log-opt"))
		return fail("invalid logging opts for driver none");
	return 0;
}

static int add(struct record *container, const char *option)
{
	return record_addf(container, "log_opt", "%s%s", option, strchr(option, '=') ? "" : "=");
}

int request_log_add(struct record *container)
{
	int result = strcmp(driver(), built_in) != 0 ? record_add(container, "log_driver", driver()) : 0;

	/* Configured options are for the configured driver. Later ones count. */
	if (strcmp(driver(), configuration("log-driver", built_in)) == 0)
		for (const char *option = NULL; (option = configuration_next("log-opt", option));)
			result |= add(container, option);
	for (const char *option = NULL; (option = record_next(&request.lists, "log-opt", option));)
		result |= add(container, option);
	return result < 0 ? fail("take the log options: %m") : log_options_check(container);
}
