/* stop - stop running containers                                        CONFIG_STOP */
/* SPDX-License-Identifier: MIT */
#include "applet.h"
#include "each.h"
#include "life/stop.h"

static struct {
	long timeout;
} given = { .timeout = STOP_TIMEOUT };

static const struct opt options[] = {
	OPT_NUMBER('t', "time", &given.timeout, "int", "Seconds to wait for stop before killing it (default 10)"),
	OPT_END
};

static int stop_one(const char *id, const char *name)
{
	(void)name;
	return stop_container(id, given.timeout, STOP_BY_HAND);
}

static int stop_main(int argc, char **argv)
{
	return each_container(argc, argv, stop_one, NULL);
}

const struct applet stop_applet = {
	.name     = "stop",
	.summary  = "Stop one or more running containers",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = stop_main,
};
