/* import - make an image of a root file system                     CONFIG_IMPORT */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applet.h"
#include "base/fail.h"
#include "base/text.h"
#include "progress.h"
#include "store/image/image_import.h"
#include "store/image/reference.h"
#include "store/preload.h"

static struct {
	bool in_place;
	const char *max_size, *message, *platform, *root;
	struct record changes;
} given;

static const struct opt options[] = {
	OPT_LIST('c', "change", &given.changes, "list", "Apply Dockerfile instruction to the created image"),
	OPT_FLAG(0, "in-place", &given.in_place, "Use a directory, or a squashfs or erofs, where it is"),
	OPT_TEXT(0, "max-size", &given.max_size, "bytes", "Refuse what unpacks to more than that"),
	OPT_TEXT('m', "message", &given.message, "string", "Set commit message for imported image"),
	OPT_TEXT(0, "platform", &given.platform, "string", "That of the other machine, linux/arm64"),
	OPT_TEXT(0, "root", &given.root, "DIRECTORY", "Import into a store that is made for another machine"),
	OPT_END
};

static int read_operands(int argc, char **argv, struct image_import *import,
	char reference[REFERENCE_LENGTH + 1])
{
	import->source = argv[0];
	if (text_starts(argv[0], "http://") || text_starts(argv[0], "https://"))
		return fail("import %s: linkbox downloads nothing: pipe it in, as in `curl URL | linkbox import -`",
			    argv[0]);
	/* These two Docker's client says, without the daemon's words before it. */
	fail_phase("", "");
	if (argc > 1 && reference_normalise(argv[1], reference) < 0)
		return fail("%s", reference_problem(argv[1]));
	if (strcmp(argv[0], "-") != 0 && access(argv[0], R_OK) < 0)
		return fail("open %s: %s", argv[0], fail_reason());
	fail_phase("Error response from daemon: ", "");
	import->reference = argc > 1 ? reference : NULL;
	import->name = argc > 1 ? argv[1] : NULL;
	return 0;
}

static int import_main(int argc, char **argv)
{
	struct image_import import = {
		.in_place = given.in_place, .max_size = given.max_size, .comment = given.message, .changes = &given.changes,
	};
	struct progress progress = { 0 };
	char reference[REFERENCE_LENGTH + 1], id[ID_LENGTH + 1];

	import.watch = progress_begin(&progress, "Importing");
	if (read_operands(argc, argv, &import, reference) < 0 || preload_begin(given.root, given.platform) < 0
	    || image_import(&import, id) < 0)
		return EXIT_FAILURE;
	progress_end(&progress);
	printf("sha256:%s\n", id);
	return EXIT_SUCCESS;
}

const struct applet import_applet = {
	.name     = "import",
	.summary  = "Import the contents from a tarball to create a filesystem image",
	.operands = "file|DIRECTORY|- [REPOSITORY[:TAG]]",
	.least    = 1,
	.most     = ANY_NUMBER,   /* Docker looks at two, and counts no more */
	.options  = options,
	.elsewhere = &given.root,
	.main     = import_main,
};
