/* load - make images of what `docker save` and others have written      CONFIG_LOAD */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "progress.h"
#include "store/image/image_load.h"
#include "store/preload.h"

static struct {
	const char *input;
	bool quiet;
	const char *max_size, *root, *platform;
} given;

static const struct opt options[] = {
	OPT_TEXT('i', "input", &given.input, "string", "Read from tar archive file, instead of STDIN"),
	OPT_TEXT(0, "max-size", &given.max_size, "bytes", "Refuse layers that unpack to more than that, all together"),
	OPT_TEXT(0, "platform", &given.platform, "string", "That of the other machine, linux/arm64"),
	OPT_FLAG('q', "quiet", &given.quiet, "Suppress the load output"),
	OPT_TEXT(0, "root", &given.root, "DIRECTORY", "Load into a store that is made for another machine"),
	OPT_END
};

static void print(const struct record *loaded)
{
	for (const char *line = NULL; (line = record_line(loaded, line));) {
		const char *tag = text_after(line, "tag="), *replaced = text_after(line, "replaced=");

		if (tag)
			printf("Loaded image: %s\n", tag);
		else if (replaced)
			printf("The image %.*s already exists, renaming the old one with ID sha256:%s to empty string\n",
			       (int)strcspn(replaced, " "), replaced, strchr(replaced, ' ') + 1);
		else
			printf("Loaded image ID: sha256:%s\n", text_after(line, "id="));
	}
}

static int load_main(int argc, char **argv)
{
	const struct image_wish wish = { .max_size = given.max_size };
	autorecord struct record loaded = { 0 };
	struct progress progress = { 0 };
	const struct watch *watch = given.quiet ? NULL : progress_begin(&progress, "Loading layer");
	autoclose int fd = -1;

	(void)argc;
	(void)argv;
	if (preload_begin(given.root, given.platform) < 0)
		return EXIT_FAILURE;
	if (!given.input && isatty(STDIN_FILENO)) {
		fail_phase("", "");
		return fail("requested load from stdin, but stdin is empty"), EXIT_FAILURE;
	}
	fd = given.input ? open(given.input, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
	if (fd < 0) {
		fail_phase("", "");
		return fail("open %s: %s", given.input, fail_reason()), EXIT_FAILURE;
	}
	if (image_load(fd, given.input ? given.input : "standard input", &wish, watch, &loaded) < 0)
		return EXIT_FAILURE;
	progress_end(&progress);
	print(&loaded);
	return EXIT_SUCCESS;
}

const struct applet load_applet = {
	.name     = "load",
	.summary  = "Load an image from a tar archive or STDIN",
	.least    = 0,
	.most     = 0,
	.options  = options,
	.elsewhere = &given.root,
	.main     = load_main,
};
