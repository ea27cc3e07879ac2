/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/duration.h"
#include "show/template/go_kind.h"
#include "show/template/go_print.h"
#include "show/template/go_value.h"
#include "show/quote.h"

static const struct go_verb plain = { .letter = 'v', .width = -1, .precision = -1 };

static void print(FILE *out, const struct cJSON *value, const struct go_verb *verb, int depth);

static void print_padded(FILE *out, const char *text, const struct go_verb *verb)
{
	int padding = verb->width - quote_count(text, strlen(text));

	for (int i = 0; !verb->minus && i < padding; i++)
		putc(verb->zero ? '0' : ' ', out);
	fputs(text, out);
	for (int i = 0; verb->minus && i < padding; i++)
		putc(' ', out);
}

/* "%!d(string=text)": a verb that doesn't suit. */
static void print_bad(FILE *out, const struct cJSON *value, const struct go_verb *verb)
{
	struct go_verb suiting = *verb;

	suiting.letter = 'v';
	fprintf(out, "%%!%c(", verb->letter);
	if (kind_of(value) == KIND_NONE) {
		fputs("<nil>", out);
	} else {
		fprintf(out, "%s=", kind_type(value, false));
		print(out, value, &suiting, 0);
	}
	putc(')', out);
}

static void print_bytes(FILE *out, const char *text, const struct go_verb *verb)
{
	autofree char *digits = NULL;
	size_t length;
	FILE *hexadecimal = open_memstream(&digits, &length);
	int most = verb->precision;

	if (!hexadecimal)
		return;
	for (; *text && most != 0; text++, most--)
		fprintf(hexadecimal, verb->letter == 'x' ? "%02x" : "%02X", (unsigned char)*text);
	fclose(hexadecimal);
	print_padded(out, digits, verb);
}

/* `most` characters of a text, all if negative. */
static char *cut(const char *text, int most)
{
	const char *end = text;
	uint32_t character;

	for (int i = 0; *end && i != most; i++)
		end += quote_decode(end, strnlen(end, 4), &character);
	return strndup(text, (size_t)(end - text));
}

static void print_text(FILE *out, const struct cJSON *value, const struct go_verb *verb)
{
	autofree char *text = NULL, *quoted = NULL;
	size_t length;
	FILE *quotes;

	if (!strchr("vsqxX", verb->letter)) {
		print_bad(out, value, verb);
		return;
	}
	if (strchr("xX", verb->letter)) {
		print_bytes(out, value->valuestring, verb);
		return;
	}
	text = cut(value->valuestring, verb->precision);
	if (!text)
		return;
	if (verb->letter != 'q' && !(verb->letter == 'v' && verb->sharp)) {
		print_padded(out, text, verb);
		return;
	}
	quotes = open_memstream(&quoted, &length);
	if (!quotes)
		return;
	quote_write(quotes, text, verb->plus);
	fclose(quotes);
	print_padded(out, quoted, verb);
}

static void print_bits(FILE *out, long long number, const struct go_verb *verb)
{
	char bits[66], *bit = bits + sizeof bits - 1;
	unsigned long long rest = number < 0 ? 0ULL - (unsigned long long)number : (unsigned long long)number;

	*bit = '\0';
	do
		*--bit = (char)('0' + rest % 2);
	while (rest /= 2);
	if (number < 0)
		*--bit = '-';
	print_padded(out, bit, verb);
}

/* The verbs that C has as well; but there they print no sign. */
static void print_digits(FILE *out, long long number, const struct go_verb *verb)
{
	char format[16], digits[140], text[160];
	char letter = verb->letter == 'v' ? 'd' : verb->letter == 'O' ? 'o' : verb->letter;
	bool negative = number < 0 && letter != 'd';
	int zeros = verb->zero && verb->width > 0 && verb->width < 100 ? verb->width - negative : 0;

	snprintf(format, sizeof format, "%%%s%s%s%s*.*ll%c", verb->plus ? "+" : "", verb->space ? " " : "",
	         verb->sharp ? "#" : "", zeros ? "0" : "", letter);
	snprintf(digits, sizeof digits, format, zeros, verb->precision < 100 ? verb->precision : 100,
	         negative ? -number : number);
	snprintf(text, sizeof text, "%s%s%s", negative ? "-" : "", verb->letter == 'O' ? "0o" : "", digits);
	print_padded(out, text, &(struct go_verb){ .width = verb->width, .minus = verb->minus });
}

static void print_integer(FILE *out, const struct cJSON *value, const struct go_verb *verb)
{
	long long number = (long long)value->valuedouble;
	char duration[DURATION_LENGTH];

	if (go_has(value, GO_DURATION) && strchr("vs", verb->letter) && !verb->sharp) {
		print_padded(out, duration_text(number, duration), verb);
	} else if (strchr("vdoOxX", verb->letter)) {
		print_digits(out, number, verb);
	} else if (verb->letter == 'b') {
		print_bits(out, number, verb);
	} else if (verb->letter == 'c') {
		quote_encode(out, (uint32_t)number);
	} else if (verb->letter == 'q') {
		putc('\'', out);
		quote_encode(out, (uint32_t)number);
		putc('\'', out);
	} else if (verb->letter == 'U') {
		fprintf(out, "U+%04llX", number);
	} else {
		print_bad(out, value, verb);
	}
}

/* The fewest digits that give the same number when they are read. */
static void shortest(char text[64], double number)
{
	int digits = 0, exponent;

	do
		snprintf(text, 64, "%.*e", digits, number);
	while (strtod(text, NULL) != number && ++digits < 17);
	exponent = atoi(strchr(text, 'e') + 1);
	if (exponent >= -4 && exponent < 6)
		snprintf(text, 64, "%.*f", digits > exponent ? digits - exponent : 0, number);
}

static void print_float(FILE *out, const struct cJSON *value, const struct go_verb *verb)
{
	int precision = verb->precision < 0 ? 6 : verb->precision > 30 ? 30 : verb->precision;
	char text[64];

	if (!strchr("vgGeEfF", verb->letter)) {
		print_bad(out, value, verb);
		return;
	}
	if (strchr("vgG", verb->letter) && verb->precision < 0)
		shortest(text, value->valuedouble);
	else if (strchr("vg", verb->letter))
		snprintf(text, sizeof text, "%.*g", precision, value->valuedouble);
	else
		snprintf(text, sizeof text, verb->letter == 'e' ? "%.*e" : verb->letter == 'E' ? "%.*E"
		         : verb->letter == 'G' ? "%.*G" : "%.*f",
		         precision, value->valuedouble);
	print_padded(out, text, verb);
}

static void print_children(FILE *out, const struct cJSON *parent, const struct go_verb *verb, int depth)
{
	bool is_struct = kind_behind(parent) == KIND_STRUCT, is_map = kind_behind(parent) == KIND_MAP;
	struct cJSON key = { .type = cJSON_String };

	fputs(is_map ? "map[" : is_struct ? "{" : "[", out);
	for (const struct cJSON *child = parent->child; child; child = child->next) {
		if (child != parent->child)
			putc(' ', out);
		if (is_map || (is_struct && verb->names)) {
			key.valuestring = child->string;
			print(out, &key, is_map ? verb : &plain, depth + 1);
			putc(':', out);
		}
		print(out, child, verb, depth + 1);
	}
	putc(is_struct ? '}' : ']', out);
}

/* Where a pointer points to is nobody's business, and never twice the same in Go. */
static void print_pointer(FILE *out, const struct cJSON *value, const struct go_verb *verb, int depth)
{
	if (cJSON_IsNull(value)) {
		if (verb->letter == 'v')
			print_padded(out, "<nil>", verb);
		else
			print_bad(out, value, verb);
	} else if (depth == 0 && cJSON_IsObject(value)) {
		putc('&', out);
		print_children(out, value, verb, 1);
	} else {
		print_padded(out, "0xc000012345", verb);
	}
}

static void print(FILE *out, const struct cJSON *value, const struct go_verb *verb, int depth)
{
	switch (kind_of(value)) {
	case KIND_NONE:
		if (verb->letter == 'v' || depth > 0)
			print_padded(out, "<nil>", verb);
		else
			print_bad(out, value, verb);
		break;
	case KIND_BOOL:
		if (strchr("vt", verb->letter))
			print_padded(out, cJSON_IsTrue(value) ? "true" : "false", verb);
		else
			print_bad(out, value, verb);
		break;
	case KIND_INT:
		print_integer(out, value, verb);
		break;
	case KIND_FLOAT:
		print_float(out, value, verb);
		break;
	case KIND_STRING:
		print_text(out, value, verb);
		break;
	case KIND_POINTER:
		print_pointer(out, value, verb, depth);
		break;
	default:
		print_children(out, value, verb, depth);
	}
}

void go_print(FILE *out, const struct cJSON *value, const struct go_verb *verb)
{
	if (verb->letter == 'T')
		print_padded(out, kind_type(value, false), verb);
	else
		print(out, value, verb, 0);
}

void go_print_plain(FILE *out, const struct cJSON *value)
{
	print(out, value, &plain, 0);
}

void go_print_action(FILE *out, const struct cJSON *value)
{
	if (kind_of(value) == KIND_NONE)
		fputs("<no value>", out);
	else if (kind_of(value) == KIND_POINTER && cJSON_IsObject(value))
		print_children(out, value, &plain, 0);
	else if (kind_of(value) == KIND_POINTER && !cJSON_IsNull(value))
		print(out, &(struct cJSON){ .type = value->type & ~GO_POINTER,
		                            .valuedouble = value->valuedouble,
		                            .valuestring = value->valuestring }, &plain, 0);
	else
		print(out, value, &plain, 0);
}
