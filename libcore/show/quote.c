/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <wctype.h>

#include "show/letter.h"
#include "show/quote.h"

enum { REPLACEMENT = 0xfffd };

int quote_decode(const char *text, size_t length, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)*text;
	int size = first < 0x80 ? 1 : first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 ? 3 : 2;
	uint32_t value = first < 0x80 ? first : first & (0x7fU >> size);

	*character = REPLACEMENT;
	if ((first >= 0x80 && first < 0xc0) || first >= 0xf8 || (size_t)size > length)
		return 1;
	for (int i = 1; i < size; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 1;
		value = value << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (value < least[size] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
		return 1;
	*character = value;
	return size;
}

void quote_encode(FILE *out, uint32_t character)
{
	if (character > 0x10ffff || (character >= 0xd800 && character < 0xe000))
		character = REPLACEMENT;
	if (character < 0x80) {
		putc((int)character, out);
		return;
	}
	if (character >= 0x10000) {
		putc((int)(0xf0 | character >> 18), out);
		putc((int)(0x80 | (character >> 12 & 0x3f)), out);
	} else if (character >= 0x800) {
		putc((int)(0xe0 | character >> 12), out);
	}
	putc((int)(character >= 0x800 ? 0x80 | (character >> 6 & 0x3f) : 0xc0 | character >> 6), out);
	putc((int)(0x80 | (character & 0x3f)), out);
}

int quote_count(const char *text, size_t length)
{
	const char *end = text + length;
	uint32_t character;
	int count = 0;

	for (; text < end; count++)
		text += quote_decode(text, (size_t)(end - text), &character);
	return count;
}

static void write_escaped(FILE *out, uint32_t character)
{
	static const char names[] = "abtnvfr";   /* 7 to 13 */

	if (character >= 7 && character <= 13)
		fprintf(out, "\\%c", names[character - 7]);
	else if (character < 0x20 || character == 0x7f)
		fprintf(out, "\\x%02x", character);
	else
		fprintf(out, character < 0x10000 ? "\\u%04x" : "\\U%08x", character);
}

void quote_write(FILE *out, const char *text, bool ascii)
{
	size_t length = strlen(text);
	uint32_t character;

	putc('"', out);
	for (int size; *text; text += size, length -= (size_t)size) {
		size = quote_decode(text, length, &character);
		if (size == 1 && character == REPLACEMENT)
			fprintf(out, "\\x%02x", (unsigned char)*text);
		else if (character == '"' || character == '\\')
			fprintf(out, "\\%c", (char)character);
		else if (character < 0x20 || character == 0x7f || (character >= 0x80 && ascii)
		         || (character >= 0x80 && (character <= 0xa0 || !iswprint((wint_t)character))))
			write_escaped(out, character);
		else
			fwrite(text, 1, (size_t)size, out);
	}
	putc('"', out);
}

static int width_of(const char *text, size_t length)
{
	const char *end = text + length;
	uint32_t character;
	int width = 0;

	while (text < end) {
		text += quote_decode(text, (size_t)(end - text), &character);
		width += letter_is_wide(character) ? 2 : 1;
	}
	return width;
}

void quote_cut(FILE *out, const char *text, int most)
{
	size_t length = strlen(text);
	uint32_t character;
	int used = 0;

	if (width_of(text, length) <= most) {
		fputs(text, out);
		return;
	}
	for (int size; *text; text += size, length -= (size_t)size) {
		size = quote_decode(text, length, &character);
		used += (letter_is_wide(character) ? 2 : 1);
		if (used > most - 1)
			break;
		fwrite(text, 1, (size_t)size, out);
	}
	fputs("…", out);
}

void quote_mend(FILE *out, const char *text)
{
	size_t length = strlen(text);
	uint32_t character;

	for (int size; length; text += size, length -= (size_t)size) {
		size = quote_decode(text, length, &character);
		quote_encode(out, character);
	}
}
