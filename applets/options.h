/* Options: one table from which both the parser and --help are fed. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

enum { OPTIONS_MOST = 160 };   /* of one applet */

enum opt_kind { OPT_KIND_END, OPT_KIND_FLAG, OPT_KIND_TEXT, OPT_KIND_NUMBER, OPT_KIND_LIST, OPT_KIND_REFUSED,
	OPT_KIND_MORE, OPT_KIND_SWITCH };

struct opt {
	enum opt_kind kind;
	char letter;              /* 0 for none */
	const char *name;         /* long name, without dashes */
	union {
		bool *flag;
		const char **text;
		long *number;
		struct record *list;
		const struct opt *more;
	} to;
	const char *argument;     /* what --help calls the value */
	const char *help;         /* NULL: accepted, but not shown */
};

/* A flag takes --name, --name=true and --name=false. A number is decimal and may be negative. Every
 * value of a list option is added to the record under the option's long name. */
#define OPT_FLAG(letter, name, bool_pointer, help) \
	{ OPT_KIND_FLAG, letter, name, { .flag = bool_pointer }, "", help }
/* The same into a number, 1 or 0, that tells by what it was before if it isn't given. */
#define OPT_SWITCH(letter, name, long_pointer, help) \
	{ OPT_KIND_SWITCH, letter, name, { .number = long_pointer }, "", help }
#define OPT_TEXT(letter, name, text_pointer, argument, help) \
	{ OPT_KIND_TEXT, letter, name, { .text = text_pointer }, argument, help }
#define OPT_NUMBER(letter, name, long_pointer, argument, help) \
	{ OPT_KIND_NUMBER, letter, name, { .number = long_pointer }, argument, help }
#define OPT_LIST(letter, name, record_pointer, argument, help) \
	{ OPT_KIND_LIST, letter, name, { .list = record_pointer }, argument, help }
/* An option that Docker has and linkbox doesn't: refused by name with `why`. */
#define OPT_REFUSED(letter, name, why) \
	{ OPT_KIND_REFUSED, letter, name, { .flag = NULL }, "", why }
/* At a table's end, in the place of OPT_END: it goes on there. */
#define OPT_MORE(table) \
	{ OPT_KIND_MORE, 0, NULL, { .more = table }, NULL, NULL }
#define OPT_END \
	{ OPT_KIND_END, 0, NULL, { .flag = NULL }, NULL, NULL }

struct applet;

/* One after the other; the one behind the last is of OPT_KIND_END. */
const struct opt *options_first(const struct applet *applet);
const struct opt *options_next(const struct opt *opt);

/* Parse the options of `applet` from argv (argv[0] is its name); the index of the first operand.
 * Says what is wrong and exits with 125 as Docker does; prints help and exits with 0 on --help. */
int options_parse(const struct applet *applet, int argc, char **argv);

/* Which word of argv it came to last: where it has left, the wrong one. */
int options_reading(void);
