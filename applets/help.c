/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "applet.h"
#include "base/fail.h"
#include "help.h"

/* The numbers of Docker's flag library (pflag's FlagUsagesWrapped): a last word may stand SLOP
 * columns further out; where less than NARROW columns are left, the text has lines of its own, and
 * where these would be narrower too, nothing is wrapped. */
enum { COLUMNS = 80, SLOP = 5, NARROW = 24, INDENT = 16 };

const char *help_program(void)
{
	return fail_is_like_docker() ? "docker" : "linkbox";
}

static char called[64];

void help_called(const char *object, const char *verb)
{
	snprintf(called, sizeof called, "%s %s", object, verb);
}

const char *help_name(const struct applet *applet)
{
	return *called ? called : applet->name;
}

/* Operands may be of several kinds, a line for each. */
static void write_usage(FILE *out, const struct applet *applet)
{
	const char *operands = applet->operands ? applet->operands : "", *start = "\nUsage:  ";

	do {
		int length = (int)strcspn(operands, "\n");

		fprintf(out, "%s%s %s%s%s%.*s\n", start, help_program(), help_name(applet),
			applet->options ? " [OPTIONS]" : "", length ? " " : "", length, operands);
		operands += length + (operands[length] == '\n');
		start = "\t";
	} while (*operands);
	fprintf(out, "\n%s\n", applet->summary ? applet->summary : "");
}

void help_usage(const struct applet *applet)
{
	fprintf(stderr, "See '%s %s --help'.\n", help_program(), help_name(applet));
	write_usage(stderr, applet);
}

static int columns(void)
{
	struct winsize size;

	return ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : COLUMNS;
}

/* Where a line of `text` of at most `room` columns ends. */
static int end_of_line(const char *text, int room)
{
	int length = (int)strlen(text), end = room;

	if (length < room + SLOP)
		return length;
	while (end > 0 && text[end - 1] != ' ')
		end--;
	return end > 1 ? end - 1 : length;
}

/* Write what an option means, to the right of column `indent`. */
static void write_wrapped(const char *text, int indent, int width)
{
	if (width < INDENT + NARROW) {
		puts(text);
		return;
	}
	if (width < indent + NARROW) {
		indent = INDENT;
		printf("\n%*s", indent, "");
	}
	while (*text) {
		int end = end_of_line(text, width - indent - SLOP);

		printf("%.*s\n", end, text);
		text += end + (text[end] == ' ');
		if (*text)
			printf("%*s", indent, "");
	}
}

static int compare_names(const void *left, const void *right)
{
	return strcmp((*(const struct opt *const *)left)->name, (*(const struct opt *const *)right)->name);
}

/* The options that are shown, by name. Where -h means something else, --help is one of them. */
static size_t sort_options(const struct applet *applet, const struct opt **sorted)
{
	static const struct opt help = OPT_FLAG(0, "help", NULL, "Print usage");
	size_t count = 0;

	for (const struct opt *opt = options_first(applet); opt->kind && count < OPTIONS_MOST;
	     opt = options_next(opt)) {
		if (opt->help && opt->kind != OPT_KIND_REFUSED)
			sorted[count++] = opt;
		if (opt->letter == 'h')
			sorted[count++] = &help;
	}
	qsort(sorted, count, sizeof *sorted, compare_names);
	return count;
}

static int width_of(const struct opt *opt)
{
	return (int)(strlen("  -x, --") + strlen(opt->name) + strlen(opt->argument) + (*opt->argument ? 1 : 0));
}

static void write_verbs(FILE *out, const struct applet *applet)
{
	fputs("\nCommands:\n", out);
	for (const struct applet *verb = applet->verbs; verb->name; verb++)
		fprintf(out, "  %-11s %s\n", strchr(verb->name, ' ') + 1, verb->summary);
	fprintf(out, "\nRun '%s %s COMMAND --help' for more information on a command.\n", help_program(),
		applet->name);
}

void help_verbs(const struct applet *applet)
{
	write_usage(stderr, applet);
	write_verbs(stderr, applet);
}

void help_write(const struct applet *applet)
{
	const struct opt *sorted[OPTIONS_MOST + 1];
	size_t count = sort_options(applet, sorted);
	int widest = 0, width = columns() - 1;

	write_usage(stdout, applet);
	if (applet->verbs)
		write_verbs(stdout, applet);
	if (!count)
		return;
	for (size_t i = 0; i < count; i++)
		widest = width_of(sorted[i]) > widest ? width_of(sorted[i]) : widest;
	puts("\nOptions:");
	for (size_t i = 0; i < count; i++) {
		const struct opt *opt = sorted[i];

		printf(opt->letter ? "  -%c, " : "      ", opt->letter);
		printf("--%s%s%s%*s", opt->name, *opt->argument ? " " : "", opt->argument,
		       widest - width_of(opt) + 3, "");
		write_wrapped(opt->help, widest + 3, width);
	}
}
