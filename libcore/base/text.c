/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
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

bool text_is_word(const char *text, const char *also)
{
	if (!isalnum((unsigned char)*text))
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && !strchr(also, *text))
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
