/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/fail.h"
#include "options.h"

enum { OPTIONS_MOST = 96, FIRST_LONG = 256, HELP = 1000 };

static const char *program(void)
{
	return fail_is_like_docker() ? "docker" : "linkbox";
}

static bool takes_value(const struct opt *opt)
{
	return opt->kind == OPT_KIND_TEXT || opt->kind == OPT_KIND_NUMBER || opt->kind == OPT_KIND_LIST;
}

void options_usage(const struct applet *applet)
{
	fprintf(stderr, "See '%s %s --help'.\n\nUsage:  %s %s%s%s%s\n\n%s\n", program(), applet->name,
		program(), applet->name, applet->options ? " [OPTIONS]" : "",
		applet->operands ? " " : "", applet->operands ? applet->operands : "",
		applet->summary ? applet->summary : "");
}

static int compare_names(const void *left, const void *right)
{
	return strcmp((*(const struct opt *const *)left)->name, (*(const struct opt *const *)right)->name);
}

void options_help(const struct applet *applet)
{
	const struct opt *sorted[OPTIONS_MOST];
	size_t count = 0;
	int width = 0;

	printf("\nUsage:  %s %s%s%s%s\n\n%s\n", program(), applet->name,
	       applet->options ? " [OPTIONS]" : "", applet->operands ? " " : "",
	       applet->operands ? applet->operands : "", applet->summary ? applet->summary : "");
	for (const struct opt *opt = applet->options; opt && opt->kind; opt++) {
		int length = (int)(strlen(opt->name) + strlen(opt->argument) + (*opt->argument ? 1 : 0));

		if (!opt->help || opt->kind == OPT_KIND_REFUSED || count == OPTIONS_MOST)
			continue;
		sorted[count++] = opt;
		width = length > width ? length : width;
	}
	if (!count)
		return;
	qsort(sorted, count, sizeof sorted[0], compare_names);
	puts("\nOptions:");
	for (size_t i = 0; i < count; i++) {
		const struct opt *opt = sorted[i];
		int length = printf(opt->letter ? "  -%c, " : "      ", opt->letter);

		length += printf("--%s%s%s", opt->name, *opt->argument ? " " : "", opt->argument);
		printf("%*s%s\n", width + 11 - length, "", opt->help);
	}
}

/* Say what Docker's client says about a bad flag, and leave with its status. */
__attribute__((format(printf, 2, 3), noreturn))
static void refuse(const struct applet *applet, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (fail_is_like_docker())
		fprintf(stderr, "%s\nSee 'docker %s --help'.\n", text, applet->name);
	else
		fail("%s", text);
	exit(125);
}

/* "invalid argument "x" for "-n, --last" flag" needs the flag as Docker writes it. */
static const char *flag_name(const struct opt *opt)
{
	static char name[80];

	if (opt->letter)
		snprintf(name, sizeof name, "-%c, --%s", opt->letter, opt->name);
	else
		snprintf(name, sizeof name, "--%s", opt->name);
	return name;
}

static void store_flag(const struct applet *applet, const struct opt *opt, const char *value)
{
	static const char *const yes[] = { "1", "t", "T", "TRUE", "true", "True" };
	static const char *const no[] = { "0", "f", "F", "FALSE", "false", "False" };

	if (!value) {
		*opt->to.flag = true;
		return;
	}
	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
		if (strcmp(value, yes[i]) == 0 || strcmp(value, no[i]) == 0) {
			*opt->to.flag = strcmp(value, yes[i]) == 0;
			return;
		}
	}
	refuse(applet, "invalid argument \"%s\" for \"%s\" flag: strconv.ParseBool: parsing \"%s\": "
	       "invalid syntax", value, flag_name(opt), value);
}

static void store_number(const struct applet *applet, const struct opt *opt, const char *value)
{
	char *end;

	errno = 0;
	*opt->to.number = strtol(value, &end, 10);
	if (!*value || *end || errno)
		refuse(applet, "invalid argument \"%s\" for \"%s\" flag: strconv.ParseInt: parsing \"%s\": "
		       "%s", value, flag_name(opt), value,
		       errno == ERANGE ? "value out of range" : "invalid syntax");
}

static void store(const struct applet *applet, const struct opt *opt, const char *value)
{
	switch (opt->kind) {
	case OPT_KIND_FLAG:
		store_flag(applet, opt, value);
		break;
	case OPT_KIND_TEXT:
		*opt->to.text = value;
		break;
	case OPT_KIND_NUMBER:
		store_number(applet, opt, value);
		break;
	case OPT_KIND_LIST:
		if (record_add(opt->to.list, opt->name, value) < 0)
			refuse(applet, "take --%s %s: %s", opt->name, value, strerror(errno));
		break;
	case OPT_KIND_REFUSED:
		refuse(applet, "--%s is not supported: %s", opt->name, opt->help);
	case OPT_KIND_END:
		break;
	}
}

/* getopt_long's error cases, in the words of Docker's flag library. */
static void refuse_unknown(const struct applet *applet, int argc, char **argv, const struct opt *missing)
{
	/* Where a value is missing, musl has gone past the end. */
	const char *word = argv[optind > argc ? argc - 1 : optind - 1];

	if (missing && word[1] == '-')
		refuse(applet, "flag needs an argument: --%s", missing->name);
	if (missing)
		refuse(applet, "flag needs an argument: '%c' in -%c", missing->letter, missing->letter);
	if (word[0] == '-' && word[1] == '-')
		refuse(applet, "unknown flag: %.*s", (int)strcspn(word, "="), word);
	/* Among several letters musl has not gone on to the next word yet. */
	refuse(applet, "unknown shorthand flag: '%c' in %s", optopt,
	       word[0] == '-' && word[strlen(word) - 1] == optopt ? word : argv[optind]);
}

static const struct opt *options_of(const struct applet *applet)
{
	static const struct opt none[] = { OPT_END };

	return applet->options ? applet->options : none;
}

/* What getopt_long found: a long option by its number, or a letter. OPT_END if it is neither. */
static const struct opt *find(const struct applet *applet, int found)
{
	const struct opt *opt = options_of(applet);

	if (found >= FIRST_LONG)
		return opt + (found - FIRST_LONG);
	while (opt->kind && (!opt->letter || opt->letter != found))
		opt++;
	return opt;
}

int options_parse(const struct applet *applet, int argc, char **argv)
{
	struct option longs[OPTIONS_MOST + 2] = { { "help", no_argument, NULL, HELP } };
	/* '+' stops at the first operand, ':' tells a missing value from an unknown option. */
	char shorts[2 * OPTIONS_MOST + 3], *to = shorts;
	size_t count = 0;
	int found;

	if (applet->words_follow)
		*to++ = '+';
	*to++ = ':';
	for (const struct opt *opt = options_of(applet); opt->kind; opt++, count++) {
		longs[count + 1] = (struct option){ opt->name,
			takes_value(opt) ? required_argument : optional_argument, NULL,
			FIRST_LONG + (int)count };
		if (opt->letter) {
			*to++ = opt->letter;
			if (takes_value(opt))
				*to++ = ':';
		}
	}
	*to = '\0';
	opterr = 0;
	while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (found == HELP) {
			options_help(applet);
			exit(EXIT_SUCCESS);
		}
		if (found == ':')
			refuse_unknown(applet, argc, argv, find(applet, optopt));
		if (found == '?')
			refuse_unknown(applet, argc, argv, NULL);
		store(applet, find(applet, found), optarg);
	}
	return optind;
}
