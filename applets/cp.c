/* cp - copy files between a container and this machine                    CONFIG_CP */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "life/files/copy_in.h"
#include "life/files/copy_out.h"
#include "progress.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/names.h"

static struct {
	bool archive, follow;
} given;

static const struct opt options[] = {
	OPT_FLAG('a', "archive", &given.archive, "Archive mode (copy all uid/gid information)"),
	OPT_FLAG('L', "follow-link", &given.follow, "Always follow symbol link in SRC_PATH"),
	OPT_END
};

/* The path behind "CONTAINER:", which is cut there; NULL for a path of this machine. */
static char *cut_path(char *word)
{
	char *colon = strchr(word, ':');

	if (*word == '/' || *word == '.' || !colon || colon == word)
		return NULL;
	*colon = '\0';
	return colon + 1;
}

static int find(const char *name, struct record *container)
{
	bool silent = fail_silently(true);
	char id[ID_LENGTH + 1];
	int found = names_find(name, id) < 0 ? -1 : container_record_load(container, id);

	fail_silently(silent);
	return found;
}

static int copy_from(const char *name, const char *path, const char *destination)
{
	struct record container autorecord = { 0 };
	struct progress progress = { 0 };
	struct copy_out copy = {
		.container = &container, .name = name, .source = path, .destination = destination,
		.output = STDOUT_FILENO, .follow = given.follow,
	};

	copy.watch = strcmp(destination, "-") == 0 ? NULL : progress_begin(&progress, "Copying");
	if (find(name, &container) < 0) {
		fail_phase("Error: ", "");
		return fail("No such container:path: %s:%s", name, path);
	}
	if (copy_out(&copy) < 0)
		return -1;
	progress_end(&progress);
	events_container(&container, "archive-path", NULL);
	return 0;
}

static int copy_to(const char *name, const char *path, const char *source)
{
	struct record container autorecord = { 0 };
	struct progress progress = { 0 };
	struct copy_in copy = {
		.container = &container, .name = name, .source = source, .destination = path,
		.follow = given.follow, .owned = given.archive,
	};

	copy.watch = progress_begin(&progress, "Copying");
	find(name, &container);
	if (copy_in(&copy) < 0)
		return -1;
	progress_end(&progress);
	events_container(&container, "extract-to-dir", NULL);
	return 0;
}

static int cp_main(int argc, char **argv)
{
	char *from, *to;

	(void)argc;
	fail_phase("", "");
	if (!*argv[0])
		return fail("source can not be empty"), EXIT_FAILURE;
	if (!*argv[1])
		return fail("destination can not be empty"), EXIT_FAILURE;
	from = cut_path(argv[0]);
	to = cut_path(argv[1]);
	if (from && to)
		return fail("copying between containers is not supported"), EXIT_FAILURE;
	if (!from && !to)
		return fail("must specify at least one container source"), EXIT_FAILURE;
	if (from)
		return copy_from(argv[0], from, argv[1]) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
	return copy_to(argv[1], to, argv[0]) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet cp_applet = {
	.name     = "cp",
	.summary  = "Copy files/folders between a container and the local filesystem",
	.operands = "CONTAINER:SRC_PATH DEST_PATH|-\nSRC_PATH|- CONTAINER:DEST_PATH",
	.least    = 2,
	.most     = 2,
	.options  = options,
	.main     = cp_main,
};
