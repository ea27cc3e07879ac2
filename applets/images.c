/* images - list images                                             CONFIG_IMAGES */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "base/text.h"
#include "show/format.h"
#include "show/image_context.h"
#include "show/filter/image_filter.h"
#include "show/list.h"
#include "show/printable.h"
#include "store/image/images.h"
#include "store/image/layers.h"

static struct {
	bool all, digests, whole, quiet;
	const char *format;
	struct record filters;
} given;

static const struct opt options[] = {
	OPT_FLAG('a', "all", &given.all, "Show all images (default hides intermediate images)"),
	OPT_FLAG(0, "digests", &given.digests, "Show digests"),
	OPT_LIST('f', "filter", &given.filters, "filter", "Filter output based on conditions provided"),
	OPT_TEXT(0, "format", &given.format, "string", "Pretty-print images using a Go template"),
	OPT_FLAG(0, "no-trunc", &given.whole, "Don't truncate output"),
	OPT_FLAG('q', "quiet", &given.quiet, "Only show image IDs"),
	OPT_END
};

struct listing {
	struct list list;
	struct format format;
	struct image_filter filter;
};

#define AGE "{{if .CreatedSince}}{{.CreatedSince}}{{else}}N/A{{end}}"

static const char table[] = "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t" AGE "\t{{.Size}}";
static const char table_with_digests[] =
	"table {{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t" AGE "\t{{.Size}}";
static const char raw[] = "repository: {{.Repository}}\ntag: {{.Tag}}\nimage_id: {{.ID}}\n"
	"created_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n";
static const char raw_with_digests[] = "repository: {{.Repository}}\ntag: {{.Tag}}\ndigest: {{.Digest}}\n"
	"image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n";

static int open_format(struct format *format)
{
	const char *text = given.format && *given.format ? given.format : "table";
	autofree char *longer = NULL;

	fail_phase("", "");
	if (strcmp(text, "table") == 0)
		text = given.quiet ? "{{.ID}}" : given.digests ? table_with_digests : table;
	else if (strcmp(text, "raw") == 0)
		text = given.quiet ? "image_id: {{.ID}}" : given.digests ? raw_with_digests : raw;
	else if (given.digests && text_starts(text, "table") && !strstr(text, "{{.Digest}}"))
		text = asprintf(&longer, "%s\t{{.Digest}}", text) < 0 ? NULL : longer;
	return text ? format_open(format, text, false) : fail("list images: %m");
}

static int write_row(struct listing *listing, const struct record *image, const char *tagged)
{
	struct cJSON *context = image_context(image, tagged, given.whole);
	const char *created = record_get(image, "created");
	int result;

	if (!context)
		return -1;
	list_add(&listing->list, created ? created : "0");
	result = format_row(&listing->format, context, listing->list.rows);
	list_end(&listing->list);
	image_context_free(context);
	return result;
}

static int add_image(const char *tagged, const char *id, void *context)
{
	struct listing *listing = context;
	autorecord struct record image = { 0 };

	if (images_load(&image, id) < 0)
		return -1;
	return image_filter_accepts(&listing->filter, &image, tagged) ? write_row(listing, &image, tagged) : 0;
}

static int write_list(struct listing *listing)
{
	struct cJSON *header = image_context_header();
	autofree char *rows = NULL;
	size_t length;
	FILE *out = stream_open(&rows, &length), *shown = printable_stream(stdout);
	int result = out ? list_write(&listing->list, -1, out) : fail("list images: %m");

	if (out && stream_close(out) < 0)
		result = fail("list images: %m");
	if (result == 0)
		result = format_write(&listing->format, header, rows, shown);
	fflush(shown);
	image_context_free(header);
	return result;
}

static int list_images(struct listing *listing)
{
	autoclose int lock = layers_lock(false);   /* none goes between its name and its record */

	if (lock < 0 || open_format(&listing->format) < 0 || list_open(&listing->list) < 0)
		return -1;
	return images_each(add_image, listing) ? -1 : write_list(listing);
}

static int images_main(int argc, char **argv)
{
	struct listing listing = { 0 };
	int result = image_filter_read(&listing.filter, &given.filters, argc ? argv[0] : NULL);
	int status = result > 0 ? 125 : EXIT_FAILURE;

	if (result == 0 && list_images(&listing) == 0)
		status = EXIT_SUCCESS;
	image_filter_free(&listing.filter);
	format_close(&listing.format);
	return status;
}

const struct applet images_applet = {
	.name     = "images",
	.summary  = "List images",
	.operands = "[REPOSITORY[:TAG]]",
	.least    = 0,
	.most     = 1,
	.options  = options,
	.main     = images_main,
};
