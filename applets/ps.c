/* ps - list containers                                                           CONFIG_PS */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "show/filter/filter.h"
#include "show/format.h"
#include "show/list.h"
#include "show/printable.h"
#include "show/row.h"
#include "show/row_context.h"
#include "show/table.h"
#include "store/container_record.h"
#include "store/image/index.h"
#include "store/names.h"
#include "store/store.h"

static struct {
	bool all, latest, quiet, whole, size;
	long last;
	const char *format;
	struct record filters;
} given = { .last = -1 };

static const struct opt options[] = {
	OPT_FLAG('a', "all", &given.all, "Show all containers (default shows just running)"),
	OPT_LIST('f', "filter", &given.filters, "filter", "Filter output based on conditions provided"),
	OPT_TEXT(0, "format", &given.format, "string", "Pretty-print containers using a Go template"),
	OPT_NUMBER('n', "last", &given.last, "int",
		   "Show n last created containers (includes all states) (default -1)"),
	OPT_FLAG('l', "latest", &given.latest, "Show the latest created container (includes all states)"),
	OPT_FLAG(0, "no-trunc", &given.whole, "Don't truncate output"),
	OPT_FLAG('q', "quiet", &given.quiet, "Only display container IDs"),
	OPT_FLAG('s', "size", &given.size, "Display total file sizes"),
	OPT_END
};

struct listing {
	struct list list;
	struct format format;
	struct filter filter;
	bool any_state;
	const char *name;        /* by which a container was found; NULL: not by name */
};

static int write_columns(FILE *out, const struct row *row)
{
	row_write_id(out, row, given.whole);
	putc('\t', out);
	row_write_image(out, row, given.whole);
	putc('\t', out);
	row_write_command(out, row, given.whole);
	putc('\t', out);
	row_write_created(out, row);
	putc('\t', out);
	row_write_status(out, row);
	putc('\t', out);
	if (row_write_ports(out, row) < 0)
		return -1;
	putc('\t', out);
	if (row_write_names(out, row, given.whole ? "," : ", ") < 0)
		return -1;
	if (given.size) {
		putc('\t', out);
		row_write_size(out, row);
	}
	putc('\n', out);
	return 0;
}

static int write_row(struct listing *listing, const struct row *row)
{
	struct cJSON *context;
	int result;

	if (given.quiet && !given.format) {
		row_write_id(listing->list.rows, row, given.whole);
		putc('\n', listing->list.rows);
		return 0;
	}
	if (!given.format)
		return write_columns(listing->list.rows, row);
	context = row_context(row, given.whole, given.size);
	if (!context)
		return -1;
	result = format_row(&listing->format, context, listing->list.rows);
	row_context_free(context);
	return result;
}

/* `loaded`: what row_load said. */
static int add_row(struct listing *listing, struct row *row, int loaded)
{
	int result = loaded;

	if (result == 0 && !listing->any_state && !row_is_up(row))
		return 0;
	if (result == 0)
		result = row_load_name(row);
	if (result)
		return result < 0 ? -1 : 0;
	if ((listing->name && strcmp(listing->name, row->name) != 0) || !filter_accepts(&listing->filter, row))
		return 0;
	list_add(&listing->list, row_created(row));
	result = write_row(listing, row);
	list_end(&listing->list);
	return result;
}

static int add_one(const char *id, struct listing *listing)
{
	autorow struct row row = { 0 };

	return add_row(listing, &row, row_load(&row, id));
}

static int add_loaded(struct record *container, void *context)
{
	autorow struct row row = { 0 };

	return add_row(context, &row, row_take(&row, container));
}

static int add_named(int names, const char *name, void *context)
{
	struct listing *listing = context;
	char id[ID_LENGTH + 1];

	(void)names;
	if (!filter_wants_name(&listing->filter, name) || names_container(name, id) < 0)
		return 0;
	listing->name = name;
	return add_one(id, listing);
}

/* The containers named by the operands, or all. Where a filter wants names, the records of others are not looked at. */
static int add_rows(struct listing *listing, int argc, char **argv)
{
	char id[ID_LENGTH + 1];
	int result = 0;

	if (argc == 0 && filter_wants_names(&listing->filter))
		return index_ensure() < 0 ? -1 : store_each(STORE_RUN, "names", add_named, listing);
	if (argc == 0)
		return container_record_each_loaded(add_loaded, listing);
	for (int i = 0; i < argc; i++)
		if (names_find(argv[i], id) < 0 || add_one(id, listing) < 0)
			result = -1;   /* already said; list the others */
	return result;
}

static int write_list(struct listing *listing)
{
	autofree char *rows = NULL;
	size_t length;
	FILE *out = stream_open(&rows, &length);
	FILE *shown = printable_stream(stdout);
	int most = given.last > 0 ? (int)given.last : given.latest ? 1 : -1, result;

	if (!out)
		return fail("list containers: %m");
	if (!given.format && !given.quiet)
		fprintf(out, "CONTAINER ID\tIMAGE\tCOMMAND\tCREATED\tSTATUS\tPORTS\tNAMES%s\n",
		        given.size ? "\tSIZE" : "");
	result = list_write(&listing->list, most, out);
	if (stream_close(out) < 0 && result == 0)
		result = fail("list containers: %m");
	if (result < 0)
		return -1;
	if (given.format) {
		struct cJSON *header = row_context_header();

		result = format_write(&listing->format, header, rows, shown);
		row_context_free(header);
		fflush(shown);
		return result;
	}
	result = table_write(shown, rows, TABLE_PLAIN);
	fflush(shown);
	return result;
}

/* -l and -n mean any state, and -n 0 nothing. */
static bool wants_all(const struct listing *listing, int names)
{
	return given.all || given.latest || given.last > 0 || names || filter_wants_all(&listing->filter);
}

static const char raw[] = "container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\n"
	"created_at: {{.CreatedAt}}\nstate: {{- pad .State 1 0}}\nstatus: {{- pad .Status 1 0}}\n"
	"names: {{.Names}}\nlabels: {{- pad .Labels 1 0}}\nports: {{- pad .Ports 1 0}}\n";

static int list_containers(struct listing *listing, int argc, char **argv)
{
	int result;

	if (given.format) {
		/* Sizes take time: only for a format that shows them. */
		given.size |= strstr(given.format, ".Size") || strstr(given.format, "json .");
		fail_phase("", "");
		if (format_open(&listing->format, given.format, true) < 0)
			return -1;
	}
	listing->any_state = wants_all(listing, argc);
	if (list_open(&listing->list) < 0)
		return -1;
	result = add_rows(listing, argc, argv);
	return write_list(listing) < 0 ? -1 : result;
}

static int ps_main(int argc, char **argv)
{
	struct listing listing = { 0 };
	int result = filter_read(&listing.filter, &given.filters);

	if (result > 0)
		return 125;
	if (given.format && (!*given.format || strcmp(given.format, "table") == 0))
		given.format = NULL;
	if (given.format && strcmp(given.format, "raw") == 0)
		given.format = raw;
	if (result == 0)
		result = list_containers(&listing, argc, argv);
	filter_free(&listing.filter);
	format_close(&listing.format);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet ps_applet = {
	.name     = "ps",
	.summary  = "List containers",
	.operands = "[CONTAINER...]",
	.least    = 0,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = ps_main,
};
