/* logs - show what a container has written                         CONFIG_LOGS */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "applet.h"
#include "base/fail.h"
#include "base/text.h"
#include "show/printable.h"
#include "store/container_record.h"
#include "store/log/log_read.h"
#include "store/names.h"
#include "when.h"

enum { SECOND = 1000000000, TAIL_MOST = 1 << 30 };

static struct {
	bool follow, timestamps, details;
	const char *tail, *since, *until;
} given;

static const struct opt options[] = {
	OPT_FLAG(0, "details", &given.details, "Show extra details provided to logs"),
	OPT_FLAG('f', "follow", &given.follow, "Follow log output"),
	OPT_TEXT(0, "since", &given.since, "string",
		 "Show logs since timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)"),
	OPT_TEXT('n', "tail", &given.tail, "string", "Number of lines to show from the end of the logs (default \"all\")"),
	OPT_FLAG('t', "timestamps", &given.timestamps, "Show timestamps"),
	OPT_TEXT(0, "until", &given.until, "string",
		 "Show logs before a timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)"),
	OPT_END
};

static bool raw[2]; /* of LOG_STDOUT and LOG_STDERR: bytes pass as they are */

static int show(const struct log_piece *piece, void *context)
{
	FILE *out = piece->stream == LOG_STDERR ? stderr : stdout;
	time_t seconds = (time_t)(piece->time / SECOND);
	char date[32];
	struct tm utc;

	(void)context;
	if (out == stderr)
		fflush(stdout); /* keeps the order where both lead to one place */
	if (given.timestamps && piece->begins) {
		strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &utc));
		fprintf(out, "%s.%09uZ ", date, (unsigned)(piece->time % SECOND));
	}
	if (given.details && piece->begins)
		putc(' ', out);   /* there are none; the space before the line is Docker's */
	if (raw[out == stderr])
		fwrite(piece->data, 1, piece->length, out);
	else
		printable_write(out, piece->data, piece->length);
	if (given.follow)
		fflush(out);
	return ferror(out) ? -1 : 0; /* main.c says it */
}

static int logs_main(int argc, char **argv)
{
	struct log_query query = { .tail = -1, .follow = given.follow };
	autorecord struct record container = { 0 };
	char id[ID_LENGTH + 1];
	unsigned long tail;

	(void)argc;
	fail_phase("", "");
	if ((given.since && when_parse("since", given.since, &query.since) < 0)
	    || (given.until && when_parse("until", given.until, &query.until) < 0))
		return EXIT_FAILURE;
	if (given.tail && text_number(given.tail, TAIL_MOST, &tail) == 0)
		query.tail = (long)tail;
	fail_phase("Error: ", "");
	if (names_find(*argv, id) < 0 || container_record_load(&container, id) < 0)
		return EXIT_FAILURE;
	for (int i = 0; i < 2; i++)
		raw[i] = given.timestamps || record_get(&container, "tty") || !isatty(i ? STDERR_FILENO : STDOUT_FILENO);
	fail_phase("Error response from daemon: ", "");
	return log_read(&container, &query, show, NULL) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

const struct applet logs_applet = {
	.name     = "logs",
	.summary  = "Fetch the logs of a container",
	.operands = "CONTAINER",
	.least    = 1,
	.most     = 1,
	.options  = options,
	.main     = logs_main,
};
