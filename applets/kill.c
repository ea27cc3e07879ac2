/* kill - send a signal to running containers                            CONFIG_KILL */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "base/signal_name.h"
#include "each.h"
#include "life/stop.h"

static struct {
	const char *signal;
} given = { .signal = "KILL" };

static const struct opt options[] = {
	OPT_TEXT('s', "signal", &given.signal, "string", "Signal to send to the container (default \"KILL\")"),
	OPT_END
};

static int kill_one(const char *id, const char *name)
{
	(void)name;
	return stop_signal(id, signal_number(given.signal));
}

static int kill_main(int argc, char **argv)
{
	if (signal_number(given.signal) < 0) {
		fail("Invalid signal: %s", given.signal);
		return EXIT_FAILURE;
	}
	return each_container(argc, argv, kill_one, "Cannot kill container:");
}

const struct applet kill_applet = {
	.name     = "kill",
	.summary  = "Kill one or more running containers",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = kill_main,
};
