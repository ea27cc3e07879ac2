/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "show/format.h"
#include "show/view/view.h"
#include "show/view/view_volume.h"
#include "show/filter/volume_filter.h"
#include "store/volume_users.h"
#include "store/volumes.h"
#include "volume_list.h"

static struct {
	bool quiet;
	const char *format;
	struct record filters;
} given;

static struct record wanted;

const struct opt volume_list_options[] = {
	OPT_LIST('f', "filter", &given.filters, "filter", "Provide filter values (e.g. 'dangling=true')"),
	OPT_TEXT(0, "format", &given.format, "string", "Pretty-print volumes using a Go template"),
	OPT_FLAG('q', "quiet", &given.quiet, "Only display volume names"),
	OPT_END
};

static int note(const char *name, void *names)
{
	return record_add(names, "name", name) < 0 ? fail("list volumes: %m") : 0;
}

static int compare(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static int write_row(const char *name, const struct format *format, FILE *out)
{
	struct record volume autorecord = { 0 }, users autorecord = { 0 };
	struct cJSON *row;
	int result;

	if (volumes_load(&volume, name) < 0
	    || (record_get(&wanted, "dangling") && volume_users_find(name, &users) < 0))
		return -1;
	if (!volume_filter_accepts(&wanted, &volume, record_get(&users, "id") != NULL))
		return 0;
	row = view_volume_row(&volume);
	result = row ? format_row(format, row, out) : -1;
	view_free(row);
	return result;
}

/* By their names. */
static int write_rows(const struct record *names, const struct format *format, FILE *out)
{
	autofree const char **sorted = NULL;
	size_t count = 0;

	for (const char *name = NULL; (name = record_next(names, "name", name));)
		count++;
	sorted = calloc(count + 1, sizeof *sorted);
	if (!sorted)
		return fail("list volumes: %m");
	count = 0;
	for (const char *name = NULL; (name = record_next(names, "name", name));)
		sorted[count++] = name;
	qsort(sorted, count, sizeof *sorted, compare);
	for (size_t i = 0; i < count; i++)
		if (write_row(sorted[i], format, out) < 0)
			return -1;
	return 0;
}

static int list(const struct format *format)
{
	struct record names autorecord = { 0 };
	autoclose int lock = volumes_lock();   /* none goes between its name and its record */
	struct cJSON *header;
	autofree char *rows = NULL;
	size_t length;
	FILE *out;
	int result;

	if (lock < 0 || volumes_each(note, &names) < 0)
		return -1;
	out = open_memstream(&rows, &length);
	if (!out)
		return fail("list volumes: %m");
	result = write_rows(&names, format, out);
	fclose(out);
	if (result < 0)
		return -1;
	header = view_volume_header();
	result = format_write(format, header, rows, stdout);
	view_free(header);
	return result;
}

int volume_list(int argc, char **argv)
{
	const char *text = given.format && *given.format ? given.format : "table";
	autoformat struct format format = { 0 };
	int checked;

	(void)argc;
	(void)argv;
	fail_phase("Error response from daemon: ", "");
	checked = volume_filter_read(&wanted, &given.filters);
	if (checked)
		return checked > 0 ? 125 : EXIT_FAILURE;
	if (strcmp(text, "table") == 0)
		text = given.quiet ? "{{.Name}}" : "table {{.Driver}}\t{{.Name}}";
	else if (strcmp(text, "raw") == 0)
		text = given.quiet ? "name: {{.Name}}" : "name: {{.Name}}\ndriver: {{.Driver}}\n";
	if (format_open(&format, text, false) < 0)
		return EXIT_FAILURE;
	return list(&format) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
