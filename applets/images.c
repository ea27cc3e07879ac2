/* images - list images                                             CONFIG_IMAGES */
/* SPDX-License-Identifier: MIT */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "show/age.h"
#include "show/size.h"
#include "show/table.h"
#include "store/images.h"
#include "store/layers.h"
#include "store/reference.h"

static struct {
	bool all, digests, whole, quiet;
	struct record filters;
} given;

static const struct opt options[] = {
	OPT_FLAG('a', "all", &given.all, "Show all images"),
	OPT_FLAG(0, "digests", &given.digests, "Show digests"),
	OPT_LIST('f', "filter", &given.filters, "filter", "Filter output (dangling=true|false, reference=pattern)"),
	OPT_FLAG(0, "no-trunc", &given.whole, "Don't truncate output"),
	OPT_FLAG('q', "quiet", &given.quiet, "Only show image IDs"),
	OPT_REFUSED(0, "format", "the columns are fixed; inspect takes a format"),
	OPT_END
};

/* Rows as "row" lines, "<seconds>.<fraction> <what is shown>", until they can be sorted. */
struct listing {
	const char *pattern;
	struct record rows;
	size_t count;
};

/* As Docker's: a shell pattern for the name, with or without the tag. */
static bool matches(const char *pattern, const char *tagged, const char *name)
{
	return tagged && (fnmatch(pattern, name, FNM_PATHNAME) == 0
			  || fnmatch(pattern, tagged, FNM_PATHNAME) == 0);
}

/* -f DANGLING=…: 1 or 0; -1 if the text is something else. */
static int read_bool(const char *text)
{
	if (strcmp(text, "true") == 0 || strcmp(text, "1") == 0)
		return 1;
	return strcmp(text, "false") == 0 || strcmp(text, "0") == 0 ? 0 : -1;
}

/* One filter: 1 if it lets the image through, 0 if not, -1 said. Without an image it is checked. */
static int filter(const char *text, const char *tagged, const char *name)
{
	const char *pattern = text_after(text, "reference="), *dangling = text_after(text, "dangling=");

	if (pattern)
		return matches(pattern, tagged, name);
	if (dangling && read_bool(dangling) >= 0)
		return read_bool(dangling) == !tagged;
	return fail("Invalid filter '%.*s'", dangling ? (int)strlen(text) : (int)strcspn(text, "="), text);
}

static bool is_wanted(const char *pattern, const char *tagged, const char *name)
{
	if (pattern && !matches(pattern, tagged, name))
		return false;
	for (const char *text = NULL; (text = record_next(&given.filters, "filter", text));)
		if (!filter(text, tagged, name))
			return false;
	return true;
}

static int add_row(struct listing *listing, const char *name, const char *tag, const struct record *image)
{
	const char *created = record_get(image, "created"), *id = record_get(image, "id");
	char age[AGE_LENGTH], size[SIZE_LENGTH], shown[ID_LENGTH + 8];

	if (given.whole)
		snprintf(shown, sizeof shown, "sha256:%s", id);
	else
		snprintf(shown, sizeof shown, "%.*s", ID_SHORT, id);
	listing->count++;
	if (given.quiet)
		return record_addf(&listing->rows, "row", "%s %s", created ? created : "0", shown);
	return record_addf(&listing->rows, "row", "%s %s\t%s\t%s%s\t%s%s\t%s", created ? created : "0",
			   name ? name : "<none>", tag, given.digests ? "<none>\t" : "", shown,
			   created ? age_of(age_since(created), age) : "N/A", created ? " ago" : "",
			   size_of((unsigned long long)record_number(image, "size", 0), size));
}

static int add_image(const char *tagged, const char *id, void *context)
{
	struct listing *listing = context;
	autorecord struct record image = { 0 };
	char name[REFERENCE_LENGTH + 1] = "";
	const char *tag = "<none>";

	if (tagged) {
		strcpy(name, tagged);
		tag = reference_cut_tag(name);
	}
	if (!is_wanted(listing->pattern, tagged, name))
		return 0;
	if (images_load(&image, id) < 0)
		return -1;
	return add_row(listing, tagged ? name : NULL, tag, &image) < 0 ? fail("list images: %m") : 0;
}

/* The newest first; what is equally old by name. */
static int compare(const void *left, const void *right)
{
	const char *one = *(const char *const *)left, *other = *(const char *const *)right;
	long long difference = strtoll(other, NULL, 10) - strtoll(one, NULL, 10);
	size_t length = strcspn(one, " ");
	int order;

	if (difference)
		return difference > 0 ? 1 : -1;
	order = length == strcspn(other, " ") ? strncmp(other, one, length) : 0;
	return order ? order : strcmp(one, other);
}

static int write_rows(const struct listing *listing, FILE *out)
{
	autofree const char **rows = calloc(listing->count + 1, sizeof *rows);
	size_t count = 0;

	if (!rows)
		return fail("list images: %m");
	for (const char *row = NULL; (row = record_next(&listing->rows, "row", row));)
		rows[count++] = row;
	qsort(rows, count, sizeof *rows, compare);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s\n", strchr(rows[i], ' ') + 1);
	return 0;
}

static int write_table(const struct listing *listing)
{
	autofree char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	int done;

	if (!out)
		return fail("list images: %m");
	fprintf(out, "REPOSITORY\tTAG\t%sIMAGE ID\tCREATED\tSIZE\n", given.digests ? "DIGEST\t" : "");
	done = write_rows(listing, out);
	if (fclose(out))
		return fail("list images: %m");
	return done < 0 ? -1 : table_write(stdout, text);
}

static int images_main(int argc, char **argv)
{
	struct listing listing = { .pattern = argc ? argv[0] : NULL };
	autoclose int lock = -1;
	int done;

	for (const char *text = NULL; (text = record_next(&given.filters, "filter", text));)
		if (filter(text, NULL, "") < 0)
			return EXIT_FAILURE;
	lock = layers_lock(false);   /* none goes between its name and its record */
	done = lock < 0 ? -1 : images_each(add_image, &listing);
	if (!done)
		done = given.quiet ? write_rows(&listing, stdout) : write_table(&listing);
	record_free(&listing.rows);
	return done ? EXIT_FAILURE : EXIT_SUCCESS;
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
