/* export - write a container's files as an archive                       CONFIG_EXPORT */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "archive_output.h"
#include "base/fail.h"
#include "life/files/copy_out.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/names.h"

static struct {
	const char *output;
} given;

static const struct opt options[] = {
	OPT_TEXT('o', "output", &given.output, "string", "Write to a file, instead of STDOUT"),
	OPT_END
};

static int write_root(int output, const struct watch *watch, const void *container)
{
	return copy_out_root(container, output, watch);
}

static int export_main(int argc, char **argv)
{
	struct record container autorecord = { 0 };
	char id[ID_LENGTH + 1];

	(void)argc;
	fail_phase("", "");
	if (archive_output_check(given.output, "failed to export container: ") < 0)
		return EXIT_FAILURE;
	fail_phase("Error response from daemon: ", "");
	if (names_find(*argv, id) < 0 || container_record_load(&container, id) < 0
	    || archive_output(given.output, "Exporting", write_root, &container) < 0)
		return EXIT_FAILURE;
	events_container(&container, "export", NULL);
	return EXIT_SUCCESS;
}

const struct applet export_applet = {
	.name     = "export",
	.summary  = "Export a container's filesystem as a tar archive",
	.operands = "CONTAINER",
	.least    = 1,
	.most     = 1,
	.options  = options,
	.main     = export_main,
};
