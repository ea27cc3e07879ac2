/* wait - wait for the end of containers, and print their exit status     CONFIG_WAIT */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/limits.h"
#include "life/stop.h"
#include "store/names.h"

static int wait_main(int argc, char **argv)
{
	int status = EXIT_SUCCESS;

	for (int i = 0; i < argc; i++) {
		char id[ID_LENGTH + 1];
		int exit = names_find(argv[i], id) < 0 ? -1 : stop_wait(id);

		if (exit < 0)
			status = EXIT_FAILURE;
		else
			printf("%d\n", exit);
		fflush(stdout);
	}
	return status;
}

const struct applet wait_applet = {
	.name     = "wait",
	.summary  = "Block until one or more containers stop, then print their exit codes",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.main     = wait_main,
};
