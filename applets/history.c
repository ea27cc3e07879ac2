/* history - show the steps that have made an image                    CONFIG_HISTORY */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "show/format.h"
#include "show/history_context.h"
#include "show/printable.h"
#include "store/image/image_history.h"
#include "store/image/images.h"
#include "store/image/layers.h"
#include "store/image/reference.h"

static struct {
	bool human, whole, quiet;
	const char *format;
} given = { .human = true };

static const struct opt options[] = {
	OPT_TEXT(0, "format", &given.format, "string", "Pretty-print images using a Go template"),
	OPT_FLAG('H', "human", &given.human, "Print sizes and dates in human readable format (default true)"),
	OPT_FLAG(0, "no-trunc", &given.whole, "Don't truncate output"),
	OPT_FLAG('q', "quiet", &given.quiet, "Only show numeric IDs"),
	OPT_END
};

static const char table[] = "table {{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";
static const char exact[] = "table {{.ID}}\t{{.CreatedAt}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";

struct listing {
	struct format format;
	FILE *rows;
};

static int write_row(const struct image_step *step, void *context)
{
	struct listing *listing = context;
	struct cJSON *row = history_context(step, given.whole, given.human);
	int result = row ? format_row(&listing->format, row, listing->rows) : -1;

	history_context_free(row);
	return result;
}

static int write_all(struct listing *listing, const struct record *image)
{
	struct cJSON *header = history_context_header();
	FILE *shown = printable_stream(stdout);
	autofree char *rows = NULL;
	size_t length;
	int result;

	listing->rows = stream_open(&rows, &length);
	result = listing->rows ? image_history_each(image, write_row, listing) : fail("show the history: %m");
	if (listing->rows && stream_close(listing->rows) < 0)
		result = fail("show the history: %m");
	if (result == 0)
		result = format_write(&listing->format, header, rows, shown);
	fflush(shown);
	history_context_free(header);
	return result;
}

static int show(const char *reference)
{
	const char *text = given.format && *given.format ? given.format : "table";
	char id[ID_LENGTH + 1], stored[REFERENCE_LENGTH + 1];
	autorecord struct record image = { 0 };
	autoclose int lock = layers_lock(false);   /* none goes between its name and its record */
	struct listing listing = { 0 };
	int result;

	if (lock < 0)
		return -1;
	if (images_find(reference, id) < 0)
		return fail("No such image: %s", reference_normalise(reference, stored) < 0 ? reference : stored);
	if (images_load(&image, id) < 0)
		return -1;
	fail_phase("", "");
	if (strcmp(text, "table") == 0)
		text = given.quiet ? "{{.ID}}" : given.human ? table : exact;
	result = format_open(&listing.format, text, false) < 0 ? -1 : write_all(&listing, &image);
	format_close(&listing.format);
	return result;
}

static int history_main(int argc, char **argv)
{
	(void)argc;
	fail_phase("Error response from daemon: ", "");
	return show(*argv) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet history_applet = {
	.name     = "history",
	.summary  = "Show the history of an image",
	.operands = "IMAGE",
	.least    = 1,
	.most     = 1,
	.options  = options,
	.main     = history_main,
};
