/* restart - stop containers and start them again                        CONFIG_RESTART */
/* SPDX-License-Identifier: MIT */
#include "applet.h"
#include "base/auto.h"
#include "each.h"
#include "life/start.h"
#include "life/stop.h"

static struct {
	long timeout;
} given = { .timeout = STOP_TIMEOUT };

static const struct opt options[] = {
	OPT_NUMBER('t', "time", &given.timeout, "int",
		   "Seconds to wait for stop before killing the container (default 10)"),
	OPT_END
};

static int restart_one(const char *id)
{
	autoclose int control = -1;
	int code;

	return stop_container(id, given.timeout) < 0 || start_container(id, 0, &control, &code) < 0 ? -1 : 0;
}

static int restart_main(int argc, char **argv)
{
	return each_container(argc, argv, restart_one, "Cannot restart container");
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
