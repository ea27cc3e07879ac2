/* apply - make the containers match the files of a directory            CONFIG_APPLY */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "provision/provision.h"

static struct provision given;

static const struct opt options[] = {
	OPT_FLAG('n', "dry-run", &given.dry_run, "Only say what would be done"),
	OPT_FLAG('v', "verbose", &given.verbose, "Say what stays as it is, too"),
	OPT_END
};

static int apply_main(int argc, char **argv)
{
	given.directory = argc ? argv[0] : NULL;
	fail_phase("", "");
	return provision_apply(&given) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet apply_applet = {
	.name     = "apply",
	.summary  = "Make the containers match the files of a directory",
	.operands = "[DIR]",
	.least    = 0,
	.most     = 1,
	.options  = options,
	.main     = apply_main,
};
