/* net - put the network of the containers in order                                    CONFIG_NET */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "life/network/network.h"
#include "life/network/wiring.h"

static int net_main(int argc, char **argv)
{
	autoclose int lock = -1;

	(void)argc;
	if (strcmp(argv[0], "restore") != 0) {
		fail("\"%s\" is not a command of net, there is only restore", argv[0]);
		return EXIT_FAILURE;
	}
	lock = wiring_lock();
	return lock < 0 || network_restore() < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet net_applet = {
	.name     = "net",
	.summary  = "Build firewall table and routes of the containers again",
	.operands = "restore",
	.least    = 1,
	.most     = 1,
	.main     = net_main,
};
