/* inspect - show what is known of containers and images                          CONFIG_INSPECT */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "show/json.h"
#include "show/printable.h"
#include "show/template/template.h"
#include "show/view/view.h"
#include "show/view/view_image.h"
#include "show/view/view_volume.h"
#include "store/image/images.h"
#include "store/names.h"

static struct {
	const char *format, *type;
	bool size;
} given;

static const struct opt options[] = {
	OPT_TEXT('f', "format", &given.format, "string", "Format the output using the given Go template"),
	OPT_FLAG('s', "size", &given.size, "Display total file sizes if the type is container"),
	OPT_TEXT(0, "type", &given.type, "string", "Return JSON for specified type"),
	OPT_END
};

enum { NO_TEMPLATE = 64 };

/* What went wrong is said at the end, as Docker does. Keys: missing, failed, template. */
struct inspection {
	struct template *template;
	struct record errors;
	int shown;
};

static bool is_asked_for(const char *type)
{
	return !given.type || strcmp(given.type, type) == 0;
}

static void *remember(struct inspection *inspection, const char *key, const char *text)
{
	record_add(&inspection->errors, key, text);
	return NULL;
}

/* What the reference means, a container before an image before a volume; NULL: remembered. */
static struct cJSON *find(struct inspection *inspection, const char *reference)
{
	char id[ID_LENGTH + 1];
	struct cJSON *view = NULL;

	if (is_asked_for("container")) {
		if (names_find(reference, id) == 0)
			view = view_container(id, given.size);
		if (view)
			return view;
		if (!text_starts(fail_text(), "No such container"))
			return remember(inspection, "failed", fail_text());
	}
	if (is_asked_for("image")) {
		if (images_find(reference, id) == 0)
			view = view_image(id);
		else
			fail("No such image: %s", reference);
	}
	if (!view && is_asked_for("volume"))
		view = view_volume(reference);
	if (!view && !given.type)
		fail("No such object: %s", reference);
	return view ? view : remember(inspection, "missing", fail_text());
}

/* Docker tries a second time with the plain JSON: names as there, but no type is known. */
static int write_template(struct inspection *inspection, struct cJSON *view)
{
	char error[TEMPLATE_ERROR];
	autofree char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length), *shown;
	int result;

	if (!out)
		return -1;
	result = template_execute(inspection->template, view, TEMPLATE_PLAIN, out, error);
	if (result < 0) {
		rewind(out);
		view_forget(view);
		result = template_execute(inspection->template, view, TEMPLATE_STRICT, out, error);
	}
	fclose(out);
	if (result == 0) {
		shown = printable_stream(stdout);
		fprintf(shown, "%s\n", text);
		fflush(shown);
	} else {
		remember(inspection, "template", error);
	}
	return result;
}

static void show(struct inspection *inspection, struct cJSON *view)
{
	FILE *shown;

	if (given.format) {
		inspection->shown += write_template(inspection, view) == 0;
		return;
	}
	fputs(inspection->shown++ ? ",\n    " : "[\n    ", stdout);
	shown = printable_stream(stdout);
	json_write_at(shown, view, 1);
	fflush(shown);
}

static void end(const struct inspection *inspection)
{
	if (given.format && !inspection->shown)
		putchar('\n');
	else if (!given.format)
		puts(inspection->shown ? "\n]" : "[]");
	for (const char *line = NULL; (line = record_line(&inspection->errors, line));) {
		const char *text = strchr(line, '=') + 1;

		if (text_starts(line, "template=")) {
			fail_phase("", "");
			fail("template parsing error: %s", text);
			continue;
		}
		fail_phase(text_starts(line, "missing=") ? "Error: " : "Error response from daemon: ", "");
		fail("%s", text);
	}
}

static int read_options(struct inspection *inspection)
{
	char error[TEMPLATE_ERROR];

	fail_phase("", "");
	if (given.type && !*given.type)
		given.type = NULL;
	if (given.type && strcmp(given.type, "container") != 0 && strcmp(given.type, "image") != 0
	    && strcmp(given.type, "volume") != 0) {
		fail("\"%s\" is not a valid value for --type", given.type);
		return EXIT_FAILURE;
	}
	if (given.format && !*given.format)
		given.format = NULL;
	if (given.format && !(inspection->template = template_parse(given.format, error))) {
		fail("template parsing error: %s", error);
		return NO_TEMPLATE;
	}
	return EXIT_SUCCESS;
}

static int inspect_main(int argc, char **argv)
{
	struct inspection inspection = { 0 };
	int status = read_options(&inspection);
	bool silent;

	if (status)
		return status;
	silent = fail_silently(true);
	for (int i = 0; i < argc; i++) {
		struct cJSON *view = find(&inspection, argv[i]);

		if (view)
			show(&inspection, view);
		view_free(view);
	}
	fail_silently(silent);
	end(&inspection);
	status = inspection.errors.length ? EXIT_FAILURE : EXIT_SUCCESS;
	template_free(inspection.template);
	record_free(&inspection.errors);
	return status;
}

const struct applet inspect_applet = {
	.name     = "inspect",
	.summary  = "Return low-level information on containers and images",
	.operands = "NAME|ID [NAME|ID...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = inspect_main,
};
