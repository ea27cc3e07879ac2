/* rm - remove containers, or links between them                         CONFIG_RM */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "base/limits.h"
#include "life/network/consumers.h"
#include "life/container.h"
#include "life/garbage.h"
#include "store/names.h"

static struct {
	bool force, link, volumes;
} given;

static const struct opt options[] = {
	OPT_FLAG('f', "force", &given.force, "Force the removal of a running container (uses SIGKILL)"),
	OPT_FLAG('l', "link", &given.link, "Remove the specified link"),
	OPT_FLAG('v', "volumes", &given.volumes, "Remove anonymous volumes associated with the container"),
	OPT_END
};

/* -1 said; 1: there is no such container, said. */
static int remove_one(const char *name)
{
	char id[ID_LENGTH + 1];

	if (given.link)
		return consumers_remove_link(name);
	fail_phase("Error: ", "");
	if (names_find(name, id) < 0)
		return errno == ENOENT ? 1 : -1;
	fail_phase("Error response from daemon: ", "");
	return container_remove(id, given.force, given.volumes);
}

static int rm_main(int argc, char **argv)
{
	int status = EXIT_SUCCESS;

	for (int i = 0; i < argc; i++) {
		int result = remove_one(argv[i]);

		if (result == 0)
			puts(argv[i]);
		else if (result < 0 || !given.force)
			status = EXIT_FAILURE;   /* already said; do the others */
		/* By force means: whatever a killed command may have left of it, too. */
		if (result > 0 && given.force && garbage_sweep() < 0)
			status = EXIT_FAILURE;
	}
	return status;
}

const struct applet rm_applet = {
	.name     = "rm",
	.summary  = "Remove one or more containers",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = rm_main,
};
