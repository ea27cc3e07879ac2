/* On disk: one "key=value" a line, format= before all others. In a value a backslash is written \\, a newline \n, a carriage
 * return \r; every other byte but NUL stands for itself, so that people can read it.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/record.h"

void record_free(struct record *record)
{
	int kept = errno;

	free(record->text);
	*record = (struct record){ 0 };
	errno = kept;
}

static int make_room(struct record *record, size_t more)
{
	size_t wanted = record->length + more;
	char *text;

	if (wanted <= record->room)
		return 0;
	if (wanted > RECORD_SIZE) {
		errno = EFBIG;
		return -1;
	}
	wanted += wanted / 2 + 512;
	text = realloc(record->text, wanted);
	if (!text)
		return -1;
	record->text = text;
	record->room = wanted;
	return 0;
}

/* Turn one escaped line of the file into one string of the buffer, in place: it never grows. */
static char *unescape(char *to, const char *from, const char *end)
{
	while (from < end) {
		if (*from != '\\') {
			*to++ = *from++;
			continue;
		}
		if (++from == end)
			return NULL;
		switch (*from++) {
		case '\\': *to++ = '\\'; break;
		case 'n':  *to++ = '\n'; break;
		case 'r':  *to++ = '\r'; break;
		default:   return NULL;
		}
	}
	*to++ = '\0';
	return to;
}

static int parse(struct record *record, size_t length)
{
	char *from = record->text, *to = record->text, *end = record->text + length;

	while (from < end) {
		char *newline = memchr(from, '\n', (size_t)(end - from));

		/* The last byte of a whole record is a newline: anything else was cut off. */
		if (!newline || !memchr(from, '=', (size_t)(newline - from))
		    || memchr(from, '\0', (size_t)(newline - from)))
			return -1;
		to = unescape(to, from, newline);
		if (!to)
			return -1;
		from = newline + 1;
	}
	record->length = (size_t)(to - record->text);
	return 0;
}

int record_load(struct record *record, int dir, const char *name)
{
	size_t length;

	record_free(record);
	record->text = file_read_replaced(dir, name, RECORD_SIZE, &length);
	if (!record->text)
		return -1;
	record->room = length + 1;
	if (parse(record, length) < 0) {
		record_free(record);
		errno = EBADMSG;
		return -1;
	}
	/* Those of before the first format have none. */
	if (record_number(record, "format", RECORD_FORMAT) > RECORD_FORMAT) {
		record_free(record);
		errno = ENOTSUP;
		return -1;
	}
	record_drop(record, "format");
	return 0;
}

const char *record_trouble(void)
{
	return errno == ENOTSUP ? "it was written by a newer linkbox" : strerror(errno);
}

static char *escape(char *to, const char *line)
{
	for (; *line; line++) {
		char letter = *line == '\n' ? 'n' : *line == '\r' ? 'r' : *line;

		if (letter != *line || letter == '\\')
			*to++ = '\\';
		*to++ = letter;
	}
	*to++ = '\n';
	return to;
}

/* Not by a stream in memory: musl's loses, without a word, what it finds no room for. */
int record_save(const struct record *record, int dir, const char *name, bool durable)
{
	enum { HEAD = 32 };
	autofree char *text = malloc(HEAD + 2 * record->length + 1);
	char *end = text;

	if (!text)
		return -1;
	end += sprintf(text, "format=%d\n", RECORD_FORMAT);
	for (const char *line = NULL; (line = record_line(record, line));)
		end = escape(end, line);
	return file_replace(dir, name, text, (size_t)(end - text), durable);
}

const char *record_line(const struct record *record, const char *line)
{
	line = line ? line + strlen(line) + 1 : record->text;
	return line && line < record->text + record->length ? line : NULL;
}

/* The value of this line if its key is `key`, else NULL. */
static const char *value_of(const char *line, const char *key)
{
	while (*key && *line == *key)
		line++, key++;
	return !*key && *line == '=' ? line + 1 : NULL;
}

const char *record_next(const struct record *record, const char *key, const char *previous)
{
	const char *value;

	/* A value's end is its line's end, so walking on from it needs no look back. */
	for (const char *line = previous; (line = record_line(record, line));) {
		value = value_of(line, key);
		if (value)
			return value;
	}
	return NULL;
}

const char *record_get(const struct record *record, const char *key)
{
	return record_next(record, key, NULL);
}

bool record_has(const struct record *record, const char *key, const char *value)
{
	for (const char *each = NULL; (each = record_next(record, key, each));)
		if (strcmp(each, value) == 0)
			return true;
	return false;
}

long long record_number(const struct record *record, const char *key, long long otherwise)
{
	const char *value = record_get(record, key);
	char *end;
	long long number;

	if (!value || !*value)
		return otherwise;
	errno = 0;
	number = strtoll(value, &end, 10);
	return *end || errno ? otherwise : number;
}

int record_add(struct record *record, const char *key, const char *value)
{
	size_t key_length = strlen(key), value_length = strlen(value);
	char *to;

	if (!*key || strpbrk(key, "=\n")) {
		errno = EINVAL;
		return -1;
	}
	if (make_room(record, key_length + value_length + 2) < 0)
		return -1;
	to = record->text + record->length;
	memcpy(to, key, key_length);
	to[key_length] = '=';
	memcpy(to + key_length + 1, value, value_length + 1);
	record->length += key_length + value_length + 2;
	return 0;
}

int record_addf(struct record *record, const char *key, const char *format, ...)
{
	autofree char *value = NULL;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vasprintf(&value, format, arguments);
	va_end(arguments);
	if (length < 0) {
		value = NULL;
		return -1;
	}
	return record_add(record, key, value);
}

void record_drop(struct record *record, const char *key)
{
	char *line = record->text, *end;

	if (!key)
		record->length = 0;
	if (!record->length)
		return;
	end = line + record->length;
	while (line < end) {
		size_t size = strlen(line) + 1;

		if (value_of(line, key)) {
			memmove(line, line + size, (size_t)(end - line) - size);
			end -= size;
		} else {
			line += size;
		}
	}
	record->length = (size_t)(end - record->text);
}

int record_set(struct record *record, const char *key, const char *value)
{
	record_drop(record, key);
	return record_add(record, key, value);
}

int record_copy(struct record *record, const struct record *other, const char *key)
{
	for (const char *line = NULL; (line = record_line(other, line));) {
		size_t size = strlen(line) + 1;

		if (key && !value_of(line, key))
			continue;
		if (make_room(record, size) < 0)
			return -1;
		memcpy(record->text + record->length, line, size);
		record->length += size;
	}
	return 0;
}
