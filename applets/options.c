/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/fail.h"
#include "base/text.h"
#include "help.h"
#include "options.h"

static bool takes_value(const struct opt *opt)
{
	return opt->kind == OPT_KIND_TEXT || opt->kind == OPT_KIND_NUMBER || opt->kind == OPT_KIND_LIST;
}

/* Say what Docker's client says about a bad flag, and leave with its status. */
__attribute__((format(printf, 2, 3), noreturn))
static void refuse(const struct applet *applet, const char *format, ...)
{
	char text[512], see[80];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	snprintf(see, sizeof see, "\nSee 'docker %s --help'.", help_name(applet));
	fail_phase("", see);
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

static void store_flag(const struct applet *applet, const struct opt *opt, bool *flag, const char *value)
{
	if (!value)
		*flag = true;
	if (!value || text_bool(value, flag) == 0)
		return;
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
	bool on;

	switch (opt->kind) {
	case OPT_KIND_FLAG:
		store_flag(applet, opt, opt->to.flag, value);
		break;
	case OPT_KIND_SWITCH:
		store_flag(applet, opt, &on, value);
		*opt->to.number = on;
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
	case OPT_KIND_MORE:
	case OPT_KIND_END:
		break;
	}
}

static const struct opt *enter(const struct opt *opt)
{
	while (opt->kind == OPT_KIND_MORE)
		opt = opt->to.more;
	return opt;
}

const struct opt *options_first(const struct applet *applet)
{
	static const struct opt none = OPT_END;

	return enter(applet->options ? applet->options : &none);
}

const struct opt *options_next(const struct opt *opt)
{
	return enter(opt + 1);
}

/* The option of a long name or of a letter; OPT_END's if there is none. */
static const struct opt *find(const struct applet *applet, const char *name, size_t length, char letter)
{
	const struct opt *opt = options_first(applet);

	while (opt->kind && (letter ? opt->letter != letter
				    : strlen(opt->name) != length || memcmp(opt->name, name, length) != 0))
		opt = options_next(opt);
	return opt;
}

__attribute__((noreturn))
static void help(const struct applet *applet)
{
	help_write(applet);
	exit(fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS);
}

/* Docker still takes -h where it means nothing else. */
__attribute__((noreturn))
static void help_for_letter(const struct applet *applet)
{
	fputs("Flag shorthand -h has been deprecated, please use --help\n", stderr);
	help(applet);
}

/* The words that are still to be read. */
struct rest {
	char **next, **end;
};

static int reading;

int options_reading(void)
{
	return reading;
}

/* --name, --name=value or --name value */
static void read_long(const struct applet *applet, const char *word, struct rest *words)
{
	const char *name = word + strlen("--"), *value;
	size_t length = strcspn(name, "=");
	const struct opt *opt = find(applet, name, length, '\0');

	value = name[length] ? name + length + 1 : NULL;
	if (!length || *name == '-')
		refuse(applet, "bad flag syntax: %s", word);
	if (!opt->kind && length == strlen("help") && text_starts(name, "help"))
		help(applet);
	if (!opt->kind)
		refuse(applet, "unknown flag: --%.*s", (int)length, name);
	if (takes_value(opt) && !value && words->next == words->end)
		refuse(applet, "flag needs an argument: %s", word);
	if (takes_value(opt) && !value)
		value = *words->next++;
	store(applet, opt, value);
}

/* -x, -xyz, -nvalue, -n=value or -n value */
static void read_letters(const struct applet *applet, const char *word, struct rest *words)
{
	const char *value = NULL;

	for (const char *letter = word + 1; *letter && !value; letter++) {
		const struct opt *opt = find(applet, NULL, 0, *letter);

		if (!opt->kind && *letter == 'h')
			help_for_letter(applet);
		if (!opt->kind)
			refuse(applet, "unknown shorthand flag: '%c' in -%s", *letter, letter);
		if (letter[1] == '=' && letter[2])
			value = letter + 2;
		else if (takes_value(opt) && letter[1])
			value = letter + 1;
		else if (takes_value(opt) && words->next == words->end)
			refuse(applet, "flag needs an argument: '%c' in -%s", *letter, letter);
		else if (takes_value(opt))
			value = *words->next++;
		store(applet, opt, value);
	}
}

/* As Docker's flag library (pflag) reads them; the operands end up behind everything else. */
int options_parse(const struct applet *applet, int argc, char **argv)
{
	struct rest words = { argv + 1, argv + argc };
	bool ended = false;
	int count = 0;

	while (words.next < words.end) {
		char *word = *words.next++;

		reading = (int)(words.next - argv) - 1;
		if (ended || word[0] != '-' || !word[1]) {
			argv[1 + count++] = word;
			ended = ended || applet->words_follow;
		} else if (strcmp(word, "--") == 0) {
			ended = true;
		} else if (word[1] == '-') {
			read_long(applet, word, &words);
		} else {
			read_letters(applet, word, &words);
		}
	}
	memmove(argv + argc - count, argv + 1, (size_t)count * sizeof *argv);
	return argc - count;
}
