/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "show/filter/character.h"

bool character_is_word(unsigned char byte)
{
	return byte == '_' || isalnum(byte);
}

/* \d, \w, \s and their opposites, \n and the like, or the character itself. */
static bool escape_has(char escape, unsigned char byte)
{
	const char *control = strchr("a\ae\x1b" "f\fn\nr\rt\tv\v", escape);

	switch (escape) {
	case 'd':
		return isdigit(byte);
	case 'w':
		return character_is_word(byte);
	case 's':
		return isspace(byte) && byte != '\v';
	case 'D': case 'W': case 'S':
		return !escape_has((char)tolower(escape), byte);
	default:
		return byte == (unsigned char)(control && isalpha((unsigned char)escape) ? control[1] : escape);
	}
}

static bool name_has(const char *name, size_t length, unsigned char byte)
{
	static const struct {
		const char *name;
		int (*has)(int);
	} classes[] = {
		{ "alnum", isalnum }, { "alpha", isalpha }, { "blank", isblank }, { "cntrl", iscntrl },
		{ "digit", isdigit }, { "graph", isgraph }, { "lower", islower }, { "print", isprint },
		{ "punct", ispunct }, { "space", isspace }, { "upper", isupper }, { "xdigit", isxdigit },
	};

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strlen(classes[i].name) == length && memcmp(classes[i].name, name, length) == 0)
			return classes[i].has(byte);
	return length == 4 && memcmp(name, "word", length) == 0 && character_is_word(byte);
}

const char *character_class(const char *text, unsigned char byte, bool *has)
{
	bool opposite = text[1] == '^';
	const char *at = text + 1 + opposite, *first = at, *end;

	for (*has = false; *at && (*at != ']' || at == first); at++) {
		end = at[0] == '[' && at[1] == ':' ? strstr(at + 2, ":]") : NULL;
		if (end) {
			*has |= name_has(at + 2, (size_t)(end - at - 2), byte);
			at = end + 1;
		} else if (*at == '\\' && at[1] && isalpha((unsigned char)at[1])) {
			*has |= escape_has(*++at, byte);
		} else {
			unsigned char from = (unsigned char)*(at += *at == '\\' && at[1]), to = from;

			if (at[1] == '-' && at[2] && at[2] != ']') {
				at += 2;
				to = (unsigned char)*(at += *at == '\\' && at[1]);
			}
			*has |= byte >= from && byte <= to;
		}
	}
	*has ^= opposite;
	return *at ? at + 1 : NULL;
}

bool character_is(const char *atom, unsigned char byte)
{
	bool has;

	if (*atom == '[')
		return character_class(atom, byte, &has) && has;
	if (*atom == '\\')
		return escape_has(atom[1], byte);
	return *atom == '.' ? byte != '\n' : (unsigned char)*atom == byte;
}
