/* export - write a container's files as an archive                       CONFIG_EXPORT */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "applet.h"
#include "base/fail.h"
#include "life/copy_out.h"
#include "progress.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/names.h"
#include "store/output.h"

static struct {
	const char *output;
} given;

static const struct opt options[] = {
	OPT_TEXT('o', "output", &given.output, "string", "Write to a file, instead of STDOUT"),
	OPT_END
};

static int export_to_file(const struct record *container)
{
	struct progress progress = { 0 };
	struct output output;

	if (output_open(&output, given.output) < 0)
		return -1;
	if (copy_out_root(container, output.fd, progress_begin(&progress, "Exporting")) < 0) {
		output_drop(&output);
		return -1;
	}
	progress_end(&progress);
	return output_commit(&output);
}

static int export_main(int argc, char **argv)
{
	struct record container autorecord = { 0 };
	char id[ID_LENGTH + 1];
	int result;

	(void)argc;
	fail_phase("", "");
	if (!given.output && isatty(STDOUT_FILENO))
		return fail("cowardly refusing to save to a terminal. Use the -o flag or redirect"), EXIT_FAILURE;
	if (given.output && output_check(given.output, "failed to export container: ") < 0)
		return EXIT_FAILURE;
	fail_phase("Error response from daemon: ", "");
	if (names_find(*argv, id) < 0 || container_record_load(&container, id) < 0)
		return EXIT_FAILURE;
	result = given.output ? export_to_file(&container) : copy_out_root(&container, STDOUT_FILENO, NULL);
	if (result == 0)
		events_container(&container, "export", NULL);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
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
