/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "show/printable.h"

enum { ESCAPE = 0x1b, DELETE = 0x7f };

/* Bytes of the colour sequence at `text`, 0 if there is none. */
static size_t colour(const char *text, size_t length)
{
	size_t i = 2;

	if (length < 3 || text[0] != ESCAPE || text[1] != '[')
		return 0;
	while (i < length && strchr("0123456789;:", text[i]) && text[i])
		i++;
	return i < length && text[i] == 'm' ? i + 1 : 0;
}

/* Bytes of the UTF-8 character at `text` that is more than one byte and no control; 0 if it isn't
 * such. Whether it exists is the terminal's business. */
static size_t wide(const unsigned char *text, size_t length)
{
	size_t bytes = *text >= 0xf0 ? 4 : *text >= 0xe0 ? 3 : 2;

	if (*text < 0xc2 || *text > 0xf4 || bytes > length || (*text == 0xc2 && text[1] < 0xa0))
		return 0;
	for (size_t i = 1; i < bytes; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return bytes;
}

static size_t harmless(const char *text, size_t length)
{
	unsigned char byte = (unsigned char)*text;

	if (byte >= 0x80)
		return byte >= 0xa0 && byte < 0xc2 ? 1 : wide((const unsigned char *)text, length);
	return byte == '\t' || byte == '\n' || (byte >= ' ' && byte != DELETE) ? 1 : colour(text, length);
}

/* The number of bytes that were a control character, shown. */
static size_t show_control(FILE *out, const unsigned char *text, size_t length)
{
	bool coded = *text == 0xc2 && length > 1 && text[1] >= 0x80 && text[1] < 0xa0;
	unsigned char byte = text[coded];

	if (byte < 0x80)
		fprintf(out, "^%c", byte ^ 0x40);
	else if (byte < 0xa0)
		fprintf(out, "^[%c", byte - 0x40);
	else
		putc('?', out);
	return coded ? 2 : 1;
}

void printable_write(FILE *out, const char *text, size_t length)
{
	size_t from = 0;

	for (size_t i = 0; i < length;) {
		size_t bytes = harmless(text + i, length - i);

		if (bytes) {
			i += bytes;
			continue;
		}
		fwrite(text + from, 1, i - from, out);
		i += show_control(out, (const unsigned char *)text + i, length - i);
		from = i;
	}
	fwrite(text + from, 1, length - from, out);
}

static ssize_t write_shown(void *out, const char *text, size_t length)
{
	printable_write(out, text, length);
	return fflush(out) == 0 ? (ssize_t)length : -1;
}

FILE *printable_stream(FILE *out)
{
	const cookie_io_functions_t functions = { .write = write_shown };
	static FILE *stream;

	if (!stream && isatty(fileno(out)))
		stream = fopencookie(out, "w", functions);
	return stream ? stream : out;
}
