/* monitor - the parent of a container's first process; start runs it, nobody else    CONFIG_MONITOR */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/monitor/monitor.h"

static int monitor_main(int argc, char **argv)
{
	unsigned long ports;

	(void)argc;
	if (text_number(argv[1], SOCKETS_MOST, &ports) < 0) {
		fail("monitor is not to be called by hand");
		return EXIT_FAILURE;
	}
	return monitor_run(argv[0], (int)ports);
}

const struct applet monitor_applet = {
	.name  = "monitor",
	.least = 2,
	.most  = 2,
	.main  = monitor_main,
};
