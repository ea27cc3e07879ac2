/* rename - give a container another name                                CONFIG_RENAME */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/record.h"
#include "life/network/tenancy.h"
#include "store/container_record.h"
#include "store/names.h"

static int rename_main(int argc, char **argv)
{
	char name[NAME_LENGTH + 3];
	struct record container autorecord = { 0 };
	char id[ID_LENGTH + 1];

	(void)argc;
	snprintf(name, sizeof name, "/%.*s", NAME_LENGTH + 1, argv[1] + (argv[1][0] == '/'));
	fail_phase("Error response from daemon: ", "");
	if (!argv[0][0] || !name[1]) {
		fail_phase("Error: ", "");
		fail("Neither old nor new names may be empty");
	} else if (names_find(argv[0], id) == 0 && container_record_load(&container, id) == 0
		   && tenancy_rename(&container, name) == 0) {
		return EXIT_SUCCESS;
	}
	fail_phase("Error: ", "");
	if (argv[0][0] && name[1])
		fail("failed to rename container named %s", argv[0]);
	return EXIT_FAILURE;
}

const struct applet rename_applet = {
	.name     = "rename",
	.summary  = "Rename a container",
	.operands = "CONTAINER NEW_NAME",
	.least    = 2,
	.most     = 2,
	.main     = rename_main,
};
