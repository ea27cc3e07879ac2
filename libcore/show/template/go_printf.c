/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "show/template/go_kind.h"
#include "show/template/go_print.h"
#include "show/template/go_printf.h"

enum { WIDTH_MOST = 1000000 };

/* The arguments, and how many have been used. */
struct arguments {
	const struct cJSON *const *values;
	int count, used;
};

static int read_number(const char **at)
{
	int number = -1;

	for (; isdigit((unsigned char)**at); ++*at) {
		number = (number < 0 ? 0 : number * 10) + (**at - '0');
		if (number > WIDTH_MOST)
			number = WIDTH_MOST;
	}
	return number;
}

/* "*": the number is an argument. */
static int read_argument(FILE *out, struct arguments *arguments, const char *bad)
{
	const struct cJSON *value;

	if (arguments->used < arguments->count) {
		value = arguments->values[arguments->used++];
		if (kind_of(value) == KIND_INT && value->valuedouble >= -WIDTH_MOST
		    && value->valuedouble <= WIDTH_MOST)
			return (int)value->valuedouble;
	}
	fprintf(out, "%%!(%s)", bad);
	return -1;
}

static void read_flags(const char **at, struct go_verb *verb)
{
	for (;; ++*at) {
		switch (**at) {
		case '#': verb->sharp = true; break;
		case '0': verb->zero = !verb->minus; break;
		case '+': verb->plus = true; break;
		case '-': verb->minus = true; verb->zero = false; break;
		case ' ': verb->space = true; break;
		default:  return;
		}
	}
}

static void read_verb(FILE *out, const char **at, struct go_verb *verb, struct arguments *arguments)
{
	*verb = (struct go_verb){ .width = -1, .precision = -1 };
	read_flags(at, verb);
	if (**at == '*') {
		++*at;
		verb->width = read_argument(out, arguments, "BADWIDTH");
		if (verb->width < -1) {
			verb->width = -verb->width;
			verb->minus = true;
			verb->zero = false;
		}
	} else {
		verb->width = read_number(at);
	}
	if (**at == '.' && (*at)[1]) {
		++*at;
		if (**at == '*') {
			++*at;
			verb->precision = read_argument(out, arguments, "BADPREC");
		} else {
			verb->precision = read_number(at);
			verb->precision = verb->precision < 0 ? 0 : verb->precision;
		}
	}
}

static void print_extra(FILE *out, const struct arguments *arguments)
{
	for (int i = arguments->used; i < arguments->count; i++) {
		const struct cJSON *value = arguments->values[i];

		fputs(i == arguments->used ? "%!(EXTRA " : ", ", out);
		if (kind_of(value) != KIND_NONE)
			fprintf(out, "%s=", kind_type(value, false));
		go_print_plain(out, value);
	}
	if (arguments->used < arguments->count)
		putc(')', out);
}

void go_printf(FILE *out, const char *format, const struct cJSON *const *values, int count)
{
	struct arguments arguments = { values, count, 0 };
	struct go_verb verb;

	while (*format) {
		if (*format != '%') {
			putc(*format++, out);
			continue;
		}
		format++;
		read_verb(out, &format, &verb, &arguments);
		if (!*format) {
			fputs("%!(NOVERB)", out);
			break;
		}
		verb.letter = *format++;
		if (verb.letter == 'v') {
			verb.names = verb.plus;
			verb.plus = false;
		}
		if (verb.letter == '%')
			putc('%', out);
		else if (arguments.used == count)
			fprintf(out, "%%!%c(MISSING)", verb.letter);
		else
			go_print(out, values[arguments.used++], &verb);
	}
	print_extra(out, &arguments);
}

void go_sprint(FILE *out, const struct cJSON *const *values, int count)
{
	for (int i = 0; i < count; i++) {
		if (i && kind_of(values[i]) != KIND_STRING && kind_of(values[i - 1]) != KIND_STRING)
			putc(' ', out);
		go_print_plain(out, values[i]);
	}
}

void go_sprintln(FILE *out, const struct cJSON *const *values, int count)
{
	for (int i = 0; i < count; i++) {
		if (i)
			putc(' ', out);
		go_print_plain(out, values[i]);
	}
	putc('\n', out);
}
