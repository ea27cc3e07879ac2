/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int text_number(const char *text, unsigned long most, unsigned long *number)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)*text))
		return -1;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (*end || errno || value > most)
		return -1;
	*number = value;
	return 0;
}

int text_address(const char *text, uint32_t *address)
{
	return inet_pton(AF_INET, text, address) == 1 ? 0 : -1;
}

const char *text_of_address(uint32_t address)
{
	static char buffers[4][INET_ADDRSTRLEN];
	static unsigned turn;

	return inet_ntop(AF_INET, &address, buffers[turn++ % 4], INET_ADDRSTRLEN);
}

const char *text_after(const char *text, const char *start)
{
	size_t length = strlen(start);

	return strncmp(text, start, length) == 0 ? text + length : NULL;
}

bool text_starts(const char *text, const char *start)
{
	return text_after(text, start) != NULL;
}

bool text_ends(const char *text, const char *end)
{
	size_t length = strlen(text), wanted = strlen(end);

	return length > wanted && strcmp(text + length - wanted, end) == 0;
}

bool text_is_word(const char *text, const char *also)
{
	if (!isalnum((unsigned char)*text))
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && !strchr(also, *text))
			return false;
	return true;
}

bool text_is_cgroup(const char *text)
{
	const char *part = text + strspn(text, "/");

	if (!*part || strlen(text) > CGROUP_PARENT_LENGTH || part[strlen(part) - 1] == '/' || strpbrk(part, "\n\\"))
		return false;
	for (; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
		if (strncmp(part, "../", 3) == 0 || strcmp(part, "..") == 0 || *part == '/')
			return false;
	return true;
}

char *text_cut(char **rest, char separator)
{
	char *part = *rest, *end;

	if (!part)
		return NULL;
	end = strchr(part, separator);
	if (end)
		*end++ = '\0';
	*rest = end;
	return part;
}

void text_hex(char *digits, const void *bytes, size_t length)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < length; i++) {
		*digits++ = digit[byte[i] >> 4];
		*digits++ = digit[byte[i] & 15];
	}
	*digits = '\0';
}

int text_bool(const char *text, bool *value)
{
	static const char *const words[] = { "1", "t", "T", "TRUE", "true", "True",
					     "0", "f", "F", "FALSE", "false", "False" };
	enum { COUNT = sizeof words / sizeof words[0] };

	for (int i = 0; i < COUNT; i++)
		if (strcmp(text, words[i]) == 0) {
			*value = i < COUNT / 2;
			return 0;
		}
	return -1;
}

int text_mac(const char *text, unsigned char mac[MAC_LENGTH])
{
	static const char *const forms[] = {
		"%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%c", "%2hhx-%2hhx-%2hhx-%2hhx-%2hhx-%2hhx%c",
		"%2hhx%2hhx.%2hhx%2hhx.%2hhx%2hhx%c",
	};
	size_t digits = strspn(text, "0123456789abcdefABCDEF:-."), length = strlen(text);
	char more;

	if (digits != length || length != (strchr(text, '.') ? 14 : 17))
		return -1;
	for (int i = 0; i < 3; i++)
		if (sscanf(text, forms[i], mac, mac + 1, mac + 2, mac + 3, mac + 4, mac + 5, &more) == 6)
			return 0;
	return -1;
}

int text_size(const char *text, unsigned long long *bytes)
{
	static const char units[] = "kmgtp";
	const double most = 9223372036854775807.0;
	const char *unit;
	double number;
	char *end;

	if (!isdigit((unsigned char)*text) || text[strspn(text, "0123456789.")] == 'e' || strpbrk(text, "xX"))
		return -1;
	number = strtod(text, &end);
	if (end[-1] == '.')
		return -1;
	end += *end == ' ';
	unit = *end ? strchr(units, tolower((unsigned char)*end)) : NULL;
	if (unit) {
		end++;
		for (long power = unit - units; power >= 0; power--)
			number *= 1024;
	}
	end += tolower((unsigned char)*end) == 'i';
	end += tolower((unsigned char)*end) == 'b';
	if (*end || number >= most)
		return -1;
	*bytes = (unsigned long long)number;
	return 0;
}

void text_clean_path(char *path)
{
	char *to = path, *from = path;

	while (*from) {
		size_t length = strcspn(from, "/");

		if (length == 2 && from[0] == '.' && from[1] == '.') {
			while (to > path && *--to != '/')
				;
		} else if (length && !(length == 1 && *from == '.')) {
			*to++ = '/';
			memmove(to, from, length);
			to += length;
		}
		from += length;
		from += *from == '/';
	}
	if (to == path)
		*to++ = '/';
	*to = '\0';
}
