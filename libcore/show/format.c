/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "show/format.h"
#include "show/table.h"
#include "show/template/template.h"

void format_close(struct format *format)
{
	int kept = errno;

	template_free(format->template);
	free(format->text);
	*format = (struct format){ 0 };
	errno = kept;
}

/* A shell's quotes leave \t and \n to us. */
static void unescape(char *to, const char *from)
{
	while (*from) {
		if (from[0] == '\\' && (from[1] == 't' || from[1] == 'n')) {
			*to++ = from[1] == 't' ? '\t' : '\n';
			from += 2;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

int format_open(struct format *format, const char *text, bool early)
{
	char error[TEMPLATE_ERROR];
	const char *row = text_after(text, "table");
	size_t length;

	*format = (struct format){ .table = row != NULL, .early = early };
	row = row ? row : text;
	row += strspn(row, " ");
	length = strlen(row);
	while (length && row[length - 1] == ' ')
		length--;
	format->text = strndup(row, length);
	if (!format->text)
		return fail("read the format: %m");
	unescape(format->text, format->text);
	format->template = template_parse(format->text, error);
	return format->template ? 0 : fail("%s: %s", early ? "failed to parse template"
							   : "template parsing error", error);
}

static int execute(const struct format *format, const struct cJSON *dot, enum template_mode mode, FILE *out)
{
	char error[TEMPLATE_ERROR];

	if (template_execute(format->template, dot, mode, out, error) < 0)
		return fail("%s: %s", format->early ? "failed to execute template"
						    : "template parsing error", error);
	putc('\n', out);
	return 0;
}

int format_row(const struct format *format, const struct cJSON *row, FILE *out)
{
	return execute(format, row, TEMPLATE_PLAIN, out);
}

int format_write(const struct format *format, const struct cJSON *header, const char *rows, FILE *out)
{
	autofree char *text = NULL;
	size_t length;
	FILE *table;

	if (!format->table) {
		fputs(rows, out);
		return 0;
	}
	table = open_memstream(&text, &length);
	if (!table)
		return fail("write a table: %m");
	execute(format, header, TEMPLATE_HEADER, table);
	fputs(rows, table);
	fclose(table);
	return table_write(out, text, TABLE_PLAIN);
}
