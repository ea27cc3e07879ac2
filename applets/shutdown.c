/* shutdown - stop all that runs; what is to run comes back at the next boot          CONFIG_SHUTDOWN */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "life/boot/shutdown.h"
#include "life/stop.h"
#include "tell.h"

static struct {
	long timeout;
} given = { .timeout = STOP_TIMEOUT };

static const struct opt options[] = {
	OPT_NUMBER('t', "time", &given.timeout, "int", "Seconds to wait for each before killing it (default 10)"),
	OPT_END
};

static int shutdown_main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return shutdown_all(given.timeout, tell) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet shutdown_applet = {
	.name     = "shutdown",
	.summary  = "Stop every container, consumers before sources, until the next boot",
	.operands = "",
	.least    = 0,
	.most     = 0,
	.options  = options,
	.main     = shutdown_main,
};
