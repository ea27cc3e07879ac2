/* volume - manage volumes                                                  CONFIG_VOLUME */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/id.h"
#include "confirm.h"
#include "life/files/volume.h"
#include "prune.h"
#include "store/volumes.h"
#include "volume_list.h"

static struct {
	bool force;
	const char *driver, *name;
	struct record lists;
} given;

static const struct opt create_options[] = {
	OPT_TEXT('d', "driver", &given.driver, "string", "Specify volume driver name (default \"local\")"),
	OPT_LIST(0, "label", &given.lists, "list", "Set metadata for a volume"),
	OPT_TEXT(0, "name", &given.name, "string", NULL),
	OPT_REFUSED('o', "opt", "a volume is a directory of the store; use run --mount"),
	OPT_END
};

static int create(const char *name)
{
	struct record wish autorecord = { 0 };
	autoclose int lock = -1;

	if (given.driver && strcmp(given.driver, "local") != 0)
		return fail("create %s: error looking up volume plugin %s: plugin \"%s\" not found", name,
			    given.driver, given.driver);
	if (volumes_check_name(name) < 0)
		return -1;
	if (record_add(&wish, "asked", "yes") < 0)
		return fail("create volume %s: %m", name);
	for (const char *label = NULL; (label = record_next(&given.lists, "label", label));)
		if (record_addf(&wish, "label", "%s%s", label, strchr(label, '=') ? "" : "=") < 0)
			return fail("create volume %s: %m", name);
	lock = volumes_lock();
	return lock < 0 ? -1 : volumes_make(name, &wish);
}

static int create_main(int argc, char **argv)
{
	char drawn[ID_LENGTH + 1];
	const char *name = given.name;

	fail_phase("", "");
	if (name && argc) {
		fail("conflicting options: either specify --name or provide positional arg, not both");
		return EXIT_FAILURE;
	}
	if (argc)
		name = argv[0];
	if (!name || !*name) {
		id_draw(drawn);
		name = drawn;
	}
	fail_phase("Error response from daemon: ", "");
	if (create(name) < 0)
		return EXIT_FAILURE;
	puts(name);
	return EXIT_SUCCESS;
}

static const struct opt rm_options[] = {
	OPT_FLAG('f', "force", &given.force, "Force the removal of one or more volumes"),
	OPT_END
};

/* 1 if there is no such volume, said. */
static int remove_one(const char *name)
{
	struct record volume autorecord = { 0 };
	bool was = fail_silently(given.force);

	fail_phase("Error: ", "");
	if (volumes_load(&volume, name) < 0 && errno == ENOENT) {
		fail_silently(was);
		return 1;
	}
	fail_silently(was);
	fail_phase("Error response from daemon: ", "");
	return volume_remove(name);
}

static int rm_main(int argc, char **argv)
{
	int status = EXIT_SUCCESS;

	for (int i = 0; i < argc; i++) {
		int result = remove_one(argv[i]);

		if (result == 0 || (result > 0 && given.force))
			puts(argv[i]);
		else
			status = EXIT_FAILURE;   /* already said; do the others */
	}
	return status;
}

static const struct opt prune_options[] = {
	OPT_LIST(0, "filter", &given.lists, "filter", "Provide filter values (e.g. 'label=<label>')"),
	OPT_FLAG('f', "force", &given.force, "Do not prompt for confirmation"),
	OPT_END
};

static int prune_main(int argc, char **argv)
{
	static const char warning[] =
		"WARNING! This will remove all local volumes not used by at least one container.";
	unsigned long long reclaimed = 0;
	struct prune_filter filter;

	(void)argc;
	(void)argv;
	if (prune_filter_check(&given.lists, "volume prune") < 0)
		return 125;
	fail_phase("Error response from daemon: ", "");
	if ((given.force || confirm(warning))
	    && (prune_filter_read(&filter, &given.lists, "") < 0 || prune_volumes(&filter, &reclaimed) < 0))
		return EXIT_FAILURE;
	prune_report(reclaimed);
	return EXIT_SUCCESS;
}

static const struct applet verbs[] = {
	{
		.name     = "volume create",
		.summary  = "Create a volume",
		.operands = "[VOLUME]",
		.most     = 1,
		.options  = create_options,
		.main     = create_main,
	}, {
		.name     = "volume inspect",
		.summary  = "Display detailed information on one or more volumes",
	}, {
		.name     = "volume ls",
		.summary  = "List volumes",
		.options  = volume_list_options,
		.main     = volume_list,
	}, {
		.name     = "volume prune",
		.summary  = "Remove all unused local volumes",
		.options  = prune_options,
		.main     = prune_main,
	}, {
		.name     = "volume rm",
		.summary  = "Remove one or more volumes",
		.operands = "VOLUME [VOLUME...]",
		.least    = 1,
		.most     = ANY_NUMBER,
		.options  = rm_options,
		.main     = rm_main,
	}, { .name = NULL }
};

const struct applet volume_applet = {
	.name         = "volume",
	.summary      = "Manage volumes",
	.operands     = "COMMAND",
	.most         = ANY_NUMBER,
	.words_follow = true,
	.verbs        = verbs,
};
