/* wait - wait for the end of containers, and print their exit status; or until they are ready   CONFIG_WAIT */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "base/limits.h"
#include "life/boot/readiness.h"
#include "life/stop.h"
#include "store/names.h"

enum { OWN_FAULT = 125 };

static struct {
	bool ready;
	const char *timeout;
} given;

static const struct opt options[] = {
	OPT_FLAG(0, "ready", &given.ready,
		 "Until they are ready instead: healthy, or listening on the lowest port that they expose"),
	OPT_TEXT(0, "timeout", &given.timeout, "duration", "Of --ready: the longest wait, as 30s"),
	OPT_END
};

static int wait_until_ready(int argc, char **argv)
{
	struct readiness_patience patience;
	int status = EXIT_SUCCESS;

	if (readiness_patience_begin(&patience, given.timeout) < 0) {
		fail("invalid argument \"%s\" for \"--timeout\" flag: it is no time, as 30s or 1m30s", given.timeout);
		return OWN_FAULT;
	}
	for (int i = 0; i < argc; i++) {
		char id[ID_LENGTH + 1];

		if (names_find(argv[i], id) < 0 || readiness_wait(id, &patience) < 0)
			status = EXIT_FAILURE;
		else
			puts(argv[i]);
		fflush(stdout);
	}
	return status;
}

static int wait_until_ended(int argc, char **argv)
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

static int wait_main(int argc, char **argv)
{
	if (given.ready)
		return wait_until_ready(argc, argv);
	if (!given.timeout)
		return wait_until_ended(argc, argv);
	fail("wait: --timeout is for --ready");
	return OWN_FAULT;
}

const struct applet wait_applet = {
	.name     = "wait",
	.summary  = "Block until one or more containers stop, then print their exit codes",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = wait_main,
};
