/* unpause - let paused containers go on                    CONFIG_UNPAUSE */
/* SPDX-License-Identifier: MIT */
#include "applet.h"
#include "each.h"
#include "life/pause.h"

static int unpause_one(const char *id, const char *name)
{
	(void)name;
	return pause_container(id, false);
}

static int unpause_main(int argc, char **argv)
{
	return each_container(argc, argv, unpause_one, NULL);
}

const struct applet unpause_applet = {
	.name     = "unpause",
	.summary  = "Unpause all processes within one or more containers",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.main     = unpause_main,
};
