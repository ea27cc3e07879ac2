/* pause - stop all processes of running containers                    CONFIG_PAUSE */
/* SPDX-License-Identifier: MIT */
#include "applet.h"
#include "each.h"
#include "life/pause.h"

static int pause_one(const char *id, const char *name)
{
	(void)name;
	return pause_container(id, true);
}

static int pause_main(int argc, char **argv)
{
	return each_container(argc, argv, pause_one, NULL);
}

const struct applet pause_applet = {
	.name     = "pause",
	.summary  = "Pause all processes within one or more containers",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.main     = pause_main,
};
