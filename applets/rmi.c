/* rmi - remove images, or names of images                             CONFIG_RMI */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/image/image_remove.h"
#include "store/image/images.h"

static struct {
	bool force, no_prune;
} given;

static const struct opt options[] = {
	OPT_FLAG('f', "force", &given.force, "Force removal of the image"),
	OPT_FLAG(0, "no-prune", &given.no_prune, "Do not delete untagged parents"),
	OPT_END
};

static void print(const struct record *removed)
{
	for (const char *line = NULL; (line = record_line(removed, line));) {
		const char *untagged = text_after(line, "untagged=");

		if (untagged)
			printf("Untagged: %s\n", untagged);
		else
			printf("Deleted: sha256:%s\n", text_after(line, "deleted="));
	}
}

static int remove_one(const char *reference)
{
	autorecord struct record removed = { 0 };
	char id[ID_LENGTH + 1];
	int done;

	/* Docker's client says this one by itself, and with --force it is no failure. */
	if (images_find(reference, id) < 0) {
		fail_phase("Error: ", "");
		fail("No such image: %s", reference);
		fail_phase("Error response from daemon: ", "");
		return given.force ? 0 : -1;
	}
	done = image_remove(reference, given.force, &removed);
	print(&removed);
	return done;
}

static int rmi_main(int argc, char **argv)
{
	int status = EXIT_SUCCESS;

	for (int i = 0; i < argc; i++)
		if (remove_one(argv[i]) < 0)
			status = EXIT_FAILURE;
	return status;
}

const struct applet rmi_applet = {
	.name     = "rmi",
	.summary  = "Remove one or more images",
	.operands = "IMAGE [IMAGE...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = rmi_main,
};
