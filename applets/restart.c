/* restart - stop containers and start them again                        CONFIG_RESTART */
/* SPDX-License-Identifier: MIT */
#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "each.h"
#include "life/start.h"
#include "life/stop.h"
#include "store/container_record.h"
#include "store/events.h"

static struct {
	long timeout;
} given = { .timeout = STOP_TIMEOUT };

static const struct opt options[] = {
	OPT_NUMBER('t', "time", &given.timeout, "int",
		   "Seconds to wait for stop before killing the container (default 10)"),
	OPT_END
};

static int restart_one(const char *id, const char *name)
{
	struct record container autorecord = { 0 };
	autoclose int control = -1;
	bool was = fail_silently(true);
	int code, result = stop_container(id, given.timeout, STOP_FOR_NOW);

	if (result == 0)
		result = start_container(id, 0, &control, &code);

	if (result == 0 && container_record_load(&container, id) == 0)
		events_container(&container, "restart", NULL);
	fail_silently(was);
	return result < 0 ? fail("Cannot restart container %s: %s", name, fail_text()) : 0;
}

static int restart_main(int argc, char **argv)
{
	return each_container(argc, argv, restart_one, NULL);
}

const struct applet restart_applet = {
	.name     = "restart",
	.summary  = "Restart one or more containers",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = restart_main,
};
