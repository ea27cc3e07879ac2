/* save - write images as an archive                                          CONFIG_SAVE */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "archive_output.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "life/child/packed_layers.h"
#include "store/image/digest.h"
#include "store/image/image_save.h"
#include "store/image/images.h"
#include "store/image/layers.h"
#include "store/image/reference.h"
#include "store/image/tags.h"

static struct {
	const char *output;
} given;

static const struct opt options[] = {
	OPT_TEXT('o', "output", &given.output, "string", "Write to a file, instead of STDOUT"),
	OPT_END
};

struct search {
	char repository[REFERENCE_LENGTH + 1];
	struct record *images;
	bool found;
};

static int add(struct record *images, const char *id, const char *tag)
{
	char line[ID_LENGTH + REFERENCE_LENGTH + 2];

	snprintf(line, sizeof line, "%s %s", id, tag ? tag : "");
	if (!record_has(images, "image", id) && record_add(images, "image", id) < 0)
		return fail("save %.12s: %m", id);
	if (tag && !record_has(images, "tag", line) && record_add(images, "tag", line) < 0)
		return fail("save %.12s: %m", id);
	return 0;
}

static int add_tag(const char *tag, const char *id, void *context)
{
	struct search *search = context;
	char name[REFERENCE_LENGTH + 1];

	snprintf(name, sizeof name, "%s", tag);
	reference_cut_tag(name);
	if (strcmp(name, search->repository) != 0)
		return 0;
	search->found = true;
	return add(search->images, id, tag);
}

/* As Docker: a name without a tag means all that it has; what is no name may be an id. */
static int find(const char *word, struct record *images)
{
	struct search search = { .images = images };
	char stored[REFERENCE_LENGTH + 1], id[ID_LENGTH + 1];
	const char *tag = strrchr(word, ':');
	bool is_id = text_starts(word, "sha256:") || digest_is_hex(word);

	if (!is_id && reference_normalise(word, stored) < 0)
		return fail("%s", reference_problem(word));
	if (!is_id && tag && !strchr(tag, '/'))
		return tags_find(stored, id) < 0 ? fail("reference does not exist") : add(images, id, stored);
	if (!is_id) {
		strcpy(search.repository, stored);
		reference_cut_tag(search.repository);
		if (tags_each(add_tag, &search))
			return -1;
	}
	if (search.found)
		return 0;
	return images_find(word, id) < 0 ? fail("No such image: %s", word) : add(images, id, NULL);
}

static int find_all(int argc, char **argv, struct record *images)
{
	autoclose int lock = layers_lock(false);

	if (lock < 0)
		return -1;
	for (int i = 0; i < argc; i++)
		if (find(argv[i], images) < 0)
			return -1;
	return 0;
}

static int write_images(int output, const struct watch *watch, const void *images)
{
	return image_save(output, images, packed_layers_show, watch);
}

static int save_main(int argc, char **argv)
{
	struct record images autorecord = { 0 };

	fail_phase("", "");
	if (archive_output_check(given.output, "failed to save image: ") < 0)
		return EXIT_FAILURE;
	fail_phase("Error response from daemon: ", "");
	if (find_all(argc, argv, &images) < 0
	    || archive_output(given.output, "Saving layer", write_images, &images) < 0)
		return EXIT_FAILURE;
	return EXIT_SUCCESS;
}

const struct applet save_applet = {
	.name     = "save",
	.summary  = "Save one or more images to a tar archive (streamed to STDOUT by default)",
	.operands = "IMAGE [IMAGE...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = save_main,
};
