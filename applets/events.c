/* events - tell what happens to containers, images and volumes           CONFIG_EVENTS */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "applet.h"
#include "base/fail.h"
#include "show/filter/event_filter.h"
#include "show/filter/filter_words.h"
#include "show/printable.h"
#include "show/template/template.h"
#include "show/view/view.h"
#include "show/view/view_event.h"
#include "store/events_read.h"
#include "when.h"

enum { BAD_FORMAT = 64, BAD_OPTION = 125, SECOND = 1000000000 };

static struct {
	const char *format, *since, *until;
	struct record filters;
} given;

static const struct opt options[] = {
	OPT_LIST('f', "filter", &given.filters, "filter", "Filter output based on conditions provided"),
	OPT_TEXT(0, "format", &given.format, "string", "Format the output using the given Go template"),
	OPT_TEXT(0, "since", &given.since, "string", "Show all events created since timestamp"),
	OPT_TEXT(0, "until", &given.until, "string", "Stream events until this timestamp"),
	OPT_END
};

struct watching {
	struct record wanted;
	struct template *template;
	struct when since, until;
};

/* What an age asks for is told by a clock that nobody sets. */
static bool is_between(const struct watching *watching, const struct event *event)
{
	const struct when *since = &watching->since, *until = &watching->until;

	return (!given.since || !*given.since || (since->is_age ? event->boot >= since->boot : event->time >= since->time))
	       && (!given.until || !*given.until || (until->is_age ? event->boot <= until->boot : event->time <= until->time));
}

static int tell(const struct watching *watching, const struct event *event, FILE *out)
{
	char error[TEMPLATE_ERROR];
	struct cJSON *view;
	int result;

	if (!watching->template) {
		view_event_line(out, event);
		return 0;
	}
	view = view_event(event);
	result = template_execute(watching->template, view, TEMPLATE_PLAIN, out, error);
	view_free(view);
	putc('\n', out);
	return result < 0 ? fail("%s", error) : 0;
}

static int show(const struct event *event, bool live, void *context)
{
	const struct watching *watching = context;
	FILE *out = printable_stream(stdout);

	if ((!live && !is_between(watching, event)) || !event_filter_accepts(&watching->wanted, event))
		return 0;
	if (tell(watching, event, out) < 0)
		return -1;
	fflush(out);
	fflush(stdout);
	return ferror(stdout) ? -1 : 0;   /* main.c says it */
}

/* It is tried on an event of which nothing is known: a field that there is not is said at once. */
static int open_format(struct watching *watching)
{
	const char *text = strcmp(given.format, "json") == 0 ? "{{json .}}" : given.format;
	char *nowhere = NULL, error[TEMPLATE_ERROR];
	size_t length;
	FILE *out = open_memstream(&nowhere, &length);
	struct cJSON *nothing = view_event(NULL);
	int result = -1;

	watching->template = template_parse(text, error);
	if (watching->template && out)
		result = template_execute(watching->template, nothing, TEMPLATE_PLAIN, out, error);
	view_free(nothing);
	if (out)
		fclose(out);
	free(nowhere);
	fail_phase("", "");
	return result < 0 ? fail("Error parsing format: %s", error) : 0;
}

/* As Docker's client tells its daemon. */
static const char *seconds(const char *text, const struct when *when, char buffer[48])
{
	if (strspn(text, "0123456789.") == strlen(text))
		return text;
	snprintf(buffer, 48, when->is_age ? "%llu" : "%llu.%09llu", (unsigned long long)(when->time / SECOND),
		 (unsigned long long)(when->time % SECOND));
	return buffer;
}

static int read_times(struct watching *watching, struct events_query *query)
{
	char since[48], until[48];
	struct timespec wall, now;
	int64_t left;

	query->past = (given.since && *given.since) || (given.until && *given.until);
	query->follow = true;
	fail_phase("", "");
	if ((given.since && *given.since && when_read(given.since, &watching->since) < 0)
	    || (given.until && *given.until && when_read(given.until, &watching->until) < 0))
		return -1;
	if (!given.until || !*given.until)
		return 0;
	fail_phase("Error response from daemon: ", "");
	if (given.since && *given.since && watching->until.time < watching->since.time)
		return fail("`since` time (%s) cannot be after `until` time (%s)", seconds(given.since, &watching->since, since),
			    seconds(given.until, &watching->until, until));
	clock_gettime(CLOCK_REALTIME, &wall);
	clock_gettime(CLOCK_MONOTONIC, &now);
	left = (int64_t)(watching->until.time - ((uint64_t)wall.tv_sec * SECOND + (uint64_t)wall.tv_nsec));
	query->follow = left > 0;
	query->ends = (int64_t)now.tv_sec * SECOND + now.tv_nsec + left;
	return 0;
}

static int events_main(int argc, char **argv)
{
	static struct watching watching;
	struct events_query query = { .output = STDOUT_FILENO };
	int result = filter_words_read(&watching.wanted, &given.filters, "events", NULL);

	(void)argc;
	(void)argv;
	if (result)
		return result > 0 ? BAD_OPTION : EXIT_FAILURE;
	if (given.format && *given.format && open_format(&watching) < 0)
		return BAD_FORMAT;
	if (read_times(&watching, &query) < 0)
		return EXIT_FAILURE;
	return events_read(&query, show, &watching) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet events_applet = {
	.name     = "events",
	.summary  = "Get real time events from the server",
	.least    = 0,
	.most     = 0,
	.options  = options,
	.main     = events_main,
};
