/* stats - show how much of the machine containers use                      CONFIG_STATS */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "life/container_usage.h"
#include "show/format.h"
#include "show/row.h"
#include "show/stats_context.h"
#include "store/container_record.h"
#include "store/names.h"

enum { WATCHED_MOST = 1024 };

/* A container, and what it used when it was last looked at. */
struct watched {
	char id[ID_LENGTH + 1];
	const char *typed;        /* NULL: nobody has named it */
	struct usage usage;
};

static struct {
	bool all, once, whole;
	const char *format;
} given = { .format = "table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}" };

static const struct opt options[] = {
	OPT_FLAG('a', "all", &given.all, "Show all containers (default shows just running)"),
	OPT_TEXT(0, "format", &given.format, "string", "Pretty-print images using a Go template"),
	OPT_FLAG(0, "no-stream", &given.once, "Disable streaming stats and only pull the first result"),
	OPT_FLAG(0, "no-trunc", &given.whole, "Do not truncate output"),
	OPT_END
};

static struct watched *watched;
static int count;
static struct format format;

static struct watched *find(const char *id)
{
	for (int i = 0; i < count; i++)
		if (strcmp(watched[i].id, id) == 0)
			return &watched[i];
	return NULL;
}

static int watch(const char *id, const char *typed)
{
	autorow struct row row = { 0 };

	if (count == WATCHED_MOST)
		return fail("show what containers use: there are more than %d", WATCHED_MOST);
	if (row_load(&row, id))
		return -1;
	strcpy(watched[count].id, id);
	watched[count].typed = typed;
	container_usage(&watched[count].usage, &row.container, &row.status);
	count++;
	return 0;
}

static int watch_named(int argc, char **argv)
{
	char id[ID_LENGTH + 1];

	for (int i = 0; i < argc; i++)
		if (names_find(argv[i], id) < 0 || watch(id, argv[i]) < 0)
			return -1;
	return 0;
}

static int watch_if_new(const char *id, void *context)
{
	autorow struct row row = { 0 };

	(void)context;
	if (find(id) || row_load(&row, id) || !(given.all || row_is_up(&row)) || count == WATCHED_MOST)
		return 0;
	watch(id, NULL);
	return 0;
}

/* 1: it is none to be shown any more. */
static int show_one(struct watched *one, FILE *out)
{
	autorow struct row row = { 0 };
	struct stats stats = { .before = one->usage };
	struct cJSON *context;
	char id[ID_LENGTH + 1];
	int result;

	if (row_load(&row, one->id) || row_load_name(&row) || (!one->typed && !given.all && !row_is_up(&row)))
		return 1;
	snprintf(id, sizeof id, "%.*s", given.whole ? ID_LENGTH : ID_SHORT, one->id);
	container_usage(&stats.now, &row.container, &row.status);
	one->usage = stats.now;
	stats.id = id;
	stats.name = row.name;
	stats.typed = one->typed ? one->typed : id;
	context = stats_context(&stats);
	if (!context)
		return -1;
	result = format_row(&format, context, out);
	stats_context_free(context);
	return result;
}

static int show_rows(FILE *out)
{
	int kept = 0;

	for (int i = 0; i < count; i++) {
		int result = show_one(&watched[i], out);

		if (result < 0)
			return -1;
		if (result == 0)
			watched[kept++] = watched[i];
	}
	count = kept;
	return 0;
}

static int show(void)
{
	struct cJSON *header = stats_context_header();
	autofree char *rows = NULL;
	size_t length;
	FILE *out = open_memstream(&rows, &length);
	int result = out ? show_rows(out) : fail("show what containers use: %m");

	if (out)
		fclose(out);
	if (result == 0 && !given.once)
		fputs("\033[2J\033[H", stdout);
	if (result == 0)
		result = format_write(&format, header, rows, stdout);
	fflush(stdout);
	stats_context_free(header);
	return result;
}

/* Newest first, as ps. */
static int compare(const void *one, const void *other)
{
	struct record ones autorecord = { 0 }, others autorecord = { 0 };
	bool was = fail_silently(true);
	int result = 0;

	if (container_record_load(&ones, ((const struct watched *)one)->id) == 0
	    && container_record_load(&others, ((const struct watched *)other)->id) == 0)
		result = strcmp(record_get(&others, "created"), record_get(&ones, "created"));
	fail_silently(was);
	return result;
}

static int follow(bool named)
{
	const struct timespec second = { .tv_sec = 1 };

	for (;;) {
		clock_nanosleep(CLOCK_MONOTONIC, 0, &second, NULL);
		if (show() < 0)
			return -1;
		if (given.once || (named && !count))
			return 0;
		if (!named && container_record_each(watch_if_new, NULL) < 0)
			return -1;
	}
}

static int stats_main(int argc, char **argv)
{
	int result;

	fail_phase("Error response from daemon: ", "");
	watched = calloc(WATCHED_MOST, sizeof *watched);
	if (!watched) {
		fail("show what containers use: %m");
		return EXIT_FAILURE;
	}
	result = argc ? watch_named(argc, argv) : container_record_each(watch_if_new, NULL);
	fail_phase("", "");
	if (!argc)
		qsort(watched, (size_t)count, sizeof *watched, compare);
	if (result == 0)
		result = format_open(&format, given.format, false);
	if (result == 0)
		result = follow(argc > 0);
	format_close(&format);
	free(watched);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet stats_applet = {
	.name     = "stats",
	.summary  = "Display a live stream of container(s) resource usage statistics",
	.operands = "[CONTAINER...]",
	.least    = 0,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = stats_main,
};
