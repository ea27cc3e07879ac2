/* update - change the limits and the restart policy of containers       CONFIG_UPDATE */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "each.h"
#include "life/update.h"
#include "request/request.h"
#include "request/request_limits.h"
#include "request/request_restart.h"

enum { OWN_FAULT = 125 };

static struct record changes;

static const struct opt options[] = {
	REQUEST_LIMIT_OPTIONS,
	OPT_TEXT(0, "restart", &request.restart, "string", "Restart policy to apply when a container exits"),
	OPT_END
};

static int update_one(const char *id, const char *name)
{
	(void)name;
	return update_container(id, &changes);
}

static int update_main(int argc, char **argv)
{
	int status;

	fail_phase("", "\nSee 'docker update --help'.");
	if (request_limits_check_words() < 0)
		return OWN_FAULT;
	fail_phase("", "");
	if (request_restart_check_words() < 0)
		return EXIT_FAILURE;
	fail_phase("Error response from daemon: ", "");
	if (request_limits_add(&changes, true) < 0 || request_restart_change(&changes) < 0)
		return EXIT_FAILURE;
	fail_phase("", "");
	if (!changes.length) {
		fail("you must provide one or more flags when using this command");
		return EXIT_FAILURE;
	}
	fail_phase("Error response from daemon: ", "");
	status = each_container(argc, argv, update_one, NULL);
	record_free(&changes);
	return status;
}

const struct applet update_applet = {
	.name     = "update",
	.summary  = "Update configuration of one or more containers",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = update_main,
};
