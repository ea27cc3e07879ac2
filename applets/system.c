/* system - manage what linkbox keeps                                   CONFIG_SYSTEM */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "base/text.h"
#include "confirm.h"
#include "prune.h"
#include "store/entries.h"

static struct {
	bool all, force, volumes;
	struct record filters;
} given;

static const struct opt prune_options[] = {
	OPT_FLAG('a', "all", &given.all, "Remove all unused images not just dangling ones"),
	OPT_LIST(0, "filter", &given.filters, "filter", "Provide filter values (e.g. 'label=<key>=<value>')"),
	OPT_FLAG('f', "force", &given.force, "Do not prompt for confirmation"),
	OPT_FLAG(0, "volumes", &given.volumes, "Prune volumes"),
	OPT_END
};

static void write_filters(FILE *out)
{
	struct entries filters autoentries = { 0 };

	for (const char *text = NULL; (text = record_next(&given.filters, "filter", text));)
		entries_add(&filters, text);
	entries_sort(&filters);
	if (filters.count)
		fputs("\n  Items to be pruned will be filtered with:\n", out);
	for (size_t i = 0; i < filters.count; i++)
		fprintf(out, "  - %s\n", filters.names[i]);
}

static bool is_sure(void)
{
	autofree char *warning = NULL;
	size_t length;
	FILE *out = stream_open(&warning, &length);

	if (!out)
		return false;
	fputs("WARNING! This will remove:\n  - all stopped containers\n", out);
	if (given.volumes)
		fputs("  - all volumes not used by at least one container\n", out);
	fputs(given.all ? "  - all images without at least one container associated to them\n"
			: "  - all dangling images\n", out);
	write_filters(out);
	return stream_close(out) == 0 && confirm(warning);
}

static bool asks_for_times(void)
{
	for (const char *text = NULL; (text = record_next(&given.filters, "filter", text));)
		if (text_starts(text, "until="))
			return true;
	return false;
}

static int prune_all(unsigned long long *reclaimed)
{
	struct prune_filter filter;

	if (prune_filter_read(&filter, &given.filters, "until") < 0 || prune_containers(&filter, reclaimed) < 0
	    || (given.volumes && prune_volumes(&filter, reclaimed) < 0))
		return -1;
	return prune_images(&filter, given.all, reclaimed);
}

static int prune_main(int argc, char **argv)
{
	unsigned long long reclaimed = 0;

	(void)argc;
	(void)argv;
	if (prune_filter_check(&given.filters, "system prune") < 0)
		return 125;
	fail_phase("", "");
	if (given.volumes && asks_for_times())
		return fail("ERROR: The \"until\" filter is not supported with \"--volumes\""), EXIT_FAILURE;
	if (!given.force && !is_sure())
		return EXIT_SUCCESS;
	fail_phase("Error response from daemon: ", "");
	if (prune_all(&reclaimed) < 0)
		return EXIT_FAILURE;
	prune_report(reclaimed);
	return EXIT_SUCCESS;
}

static const struct applet verbs[] = {
	/* It is an applet of its own (dispatch.c). */
	{ .name = "system info", .summary = "Display system-wide information" },
	{
		.name     = "system prune",
		.summary  = "Remove unused data",
		.options  = prune_options,
		.main     = prune_main,
	},
	{ .name = NULL }
};

const struct applet system_applet = {
	.name         = "system",
	.summary      = "Manage what linkbox keeps",
	.operands     = "COMMAND",
	.most         = ANY_NUMBER,
	.words_follow = true,
	.verbs        = verbs,
};
