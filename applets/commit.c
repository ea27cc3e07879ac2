/* commit - make an image of a container                                  CONFIG_COMMIT */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "life/files/commit.h"
#include "progress.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/names.h"
#include "store/image/reference.h"

static struct {
	const char *author, *message;
	bool pause;
	struct record changes;
} given = { .pause = true };

static const struct opt options[] = {
	OPT_TEXT('a', "author", &given.author, "string", "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")"),
	OPT_LIST('c', "change", &given.changes, "list", "Apply Dockerfile instruction to the created image"),
	OPT_TEXT('m', "message", &given.message, "string", "Commit message"),
	OPT_FLAG('p', "pause", &given.pause, "Pause container during commit (default true)"),
	OPT_END
};

static void note(const char *id, const char *image)
{
	struct record container autorecord = { 0 };
	char digest[ID_LENGTH + 8];

	snprintf(digest, sizeof digest, "sha256:%s", image);
	if (container_record_load(&container, id) == 0)
		events_container(&container, "commit", "comment", given.message ? given.message : "", "imageID", digest,
				 NULL);
}

static int commit_main(int argc, char **argv)
{
	struct commit commit = {
		.author = given.author, .comment = given.message, .changes = &given.changes, .pause = given.pause,
	};
	char id[ID_LENGTH + 1], image[ID_LENGTH + 1], reference[REFERENCE_LENGTH + 1];
	struct progress progress = { 0 };

	fail_phase("", "");
	if (argc > 1 && reference_normalise(argv[1], reference) < 0)
		return fail("%s", reference_problem(argv[1])), EXIT_FAILURE;
	fail_phase("Error response from daemon: ", "");
	if (names_find(argv[0], id) < 0)
		return EXIT_FAILURE;
	commit.id = id;
	commit.reference = argc > 1 ? reference : NULL;
	commit.watch = progress_begin(&progress, "Committing");
	if (commit_container(&commit, image) < 0)
		return EXIT_FAILURE;
	progress_end(&progress);
	note(id, image);
	printf("sha256:%s\n", image);
	return EXIT_SUCCESS;
}

const struct applet commit_applet = {
	.name     = "commit",
	.summary  = "Create a new image from a container's changes",
	.operands = "CONTAINER [REPOSITORY[:TAG]]",
	.least    = 1,
	.most     = 2,
	.options  = options,
	.main     = commit_main,
};
