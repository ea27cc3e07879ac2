/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cjson/cJSON.h>

#include "show/template/go_value.h"
#include "show/json.h"
#include "show/quote.h"

enum { INDENT = 4 };

/* JSON_ESCAPED: every '<', '>' and '&' becomes an escape. */
enum json_style { JSON_COMPACT, JSON_ESCAPED, JSON_INDENTED };

static void write_character(FILE *out, const char *text, int size, uint32_t character, enum json_style style)
{
	static const char short_names[] = {
		['"'] = '"', ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'
	};

	if (character < sizeof short_names && short_names[character])
		fprintf(out, "\\%c", short_names[character]);
	else if (character < 0x20 || character == 0x2028 || character == 0x2029
	         || (size == 1 && character == 0xfffd)
	         || (style == JSON_ESCAPED && character < 0x80 && strchr("<>&", (int)character)))
		fprintf(out, "\\u%04x", character);
	else
		fwrite(text, 1, (size_t)size, out);
}

static void write_text(FILE *out, const char *text, enum json_style style)
{
	size_t length = strlen(text);
	uint32_t character;

	putc('"', out);
	for (int size; *text; text += size, length -= (size_t)size) {
		size = quote_decode(text, length, &character);
		write_character(out, text, size, character, style);
	}
	putc('"', out);
}

static void write_number(FILE *out, double number)
{
	if (number > -1e15 && number < 1e15 && number == (double)(long long)number)
		fprintf(out, "%lld", (long long)number);
	else
		fprintf(out, "%.17g", number);
}

static void new_line(FILE *out, int depth, enum json_style style)
{
	if (style == JSON_INDENTED)
		fprintf(out, "\n%*s", depth * INDENT, "");
}

static void write_value(FILE *out, const cJSON *value, enum json_style style, int depth);

static void write_children(FILE *out, const cJSON *parent, enum json_style style, int depth)
{
	bool first = true;

	for (const cJSON *child = parent->child; child; child = child->next) {
		if (go_has(child, GO_OMITTED))
			continue;
		if (!first)
			putc(',', out);
		first = false;
		new_line(out, depth + 1, style);
		if (cJSON_IsObject(parent)) {
			write_text(out, child->string, style);
			fputs(style == JSON_INDENTED ? ": " : ":", out);
		}
		write_value(out, child, style, depth + 1);
	}
	if (!first)
		new_line(out, depth, style);
}

static void write_value(FILE *out, const cJSON *value, enum json_style style, int depth)
{
	if (!value || cJSON_IsNull(value)) {
		fputs("null", out);
	} else if (cJSON_IsBool(value)) {
		fputs(cJSON_IsTrue(value) ? "true" : "false", out);
	} else if (cJSON_IsNumber(value)) {
		write_number(out, value->valuedouble);
	} else if (cJSON_IsString(value)) {
		if (go_has(value, GO_NUMBER))
			fputs(value->valuestring, out);
		else
			write_text(out, value->valuestring, style);
	} else {
		/* What methods give goes through Go's encoder twice, and the inner one escapes. */
		if (go_has(value, GO_METHODS))
			style = JSON_ESCAPED;
		putc(cJSON_IsObject(value) ? '{' : '[', out);
		write_children(out, value, style, depth);
		putc(cJSON_IsObject(value) ? '}' : ']', out);
	}
}

void json_write(FILE *out, const struct cJSON *value)
{
	write_value(out, value, JSON_COMPACT, 0);
}

void json_write_at(FILE *out, const struct cJSON *value, int depth)
{
	write_value(out, value, JSON_INDENTED, depth);
}
