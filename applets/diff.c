/* diff - show what a container has changed of its image                 CONFIG_DIFF */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "life/files/changes.h"
#include "show/printable.h"
#include "store/container_record.h"
#include "store/names.h"

static int print(enum change change, const char *path, void *out)
{
	return fprintf(out, "%c %s\n", change, path) < 0 ? -1 : 0;
}

static int diff_main(int argc, char **argv)
{
	struct record container autorecord = { 0 };
	FILE *out = printable_stream(stdout);
	char id[ID_LENGTH + 1];
	int result;

	(void)argc;
	fail_phase("", "");
	if (!**argv)
		return fail("Container name cannot be empty"), EXIT_FAILURE;
	fail_phase("Error response from daemon: ", "");
	if (names_find(*argv, id) < 0 || container_record_load(&container, id) < 0)
		return EXIT_FAILURE;
	result = changes_each(&container, print, out);
	fflush(out);
	return result ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet diff_applet = {
	.name     = "diff",
	.summary  = "Inspect changes to files or directories on a container's filesystem",
	.operands = "CONTAINER",
	.least    = 1,
	.most     = 1,
	.main     = diff_main,
};
