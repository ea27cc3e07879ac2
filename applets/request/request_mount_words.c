/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "request/request_mount_words.h"

void mount_wish_free(struct mount_wish *wish)
{
	int kept = errno;

	free(wish->text);
	record_free(&wish->labels);
	errno = kept;
}

__attribute__((format(printf, 2, 3)))
static int refuse(const char *typed, const char *format, ...)
{
	char reason[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	return fail("invalid argument \"%s\" for \"--mount\" flag: %s", typed, reason);
}

/* A field of comma-separated values, quoted or not, as Go's reader takes it: 1, 0 at the end, -1 with
 * the place of what is wrong. */
static int cut_field(char **rest, char **field, char **wrong)
{
	char *from = *rest, *to;

	if (!from)
		return 0;
	*field = from;
	if (*from != '"') {
		size_t length = strcspn(from, ",");

		*wrong = memchr(from, '"', length);
		*rest = from[length] ? from + length + 1 : NULL;
		from[length] = '\0';
		return *wrong ? -1 : 1;
	}
	*field = to = ++from;
	while (*from && (*from != '"' || from[1] == '"')) {
		from += *from == '"';
		*to++ = *from++;
	}
	*wrong = from;
	if (!*from || (from[1] && from[1] != ','))
		return -1;
	*rest = from[1] ? from + 2 : NULL;
	*to = '\0';
	return 1;
}

static void lower(char *text)
{
	for (; *text; text++)
		*text = (char)tolower((unsigned char)*text);
}

struct key {
	const char *name;
	size_t place;                     /* of the text or flag in the wish */
	enum { WORD, LOWER, SWITCH, SIZE, MODE, LABEL, REFUSED } kind;
	size_t group;                     /* of of_bind and so on; 0 for none */
};
#define PLACE(field) offsetof(struct mount_wish, field)
static const struct key keys[] = {
	{ "type", PLACE(type), LOWER, 0 },
	{ "source", PLACE(source), WORD, 0 },
	{ "src", PLACE(source), WORD, 0 },
	{ "target", PLACE(target), WORD, 0 },
	{ "dst", PLACE(target), WORD, 0 },
	{ "destination", PLACE(target), WORD, 0 },
	{ "readonly", PLACE(read_only), SWITCH, 0 },
	{ "ro", PLACE(read_only), SWITCH, 0 },
	{ "consistency", PLACE(consistency), LOWER, 0 },
	{ "bind-propagation", PLACE(propagation), LOWER, PLACE(of_bind) },
	{ "bind-nonrecursive", PLACE(alone), SWITCH, PLACE(of_bind) },
	{ "volume-nocopy", PLACE(no_copy), SWITCH, PLACE(of_volume) },
	{ "volume-label", 0, LABEL, PLACE(of_volume) },
	{ "volume-driver", PLACE(driver), WORD, PLACE(of_volume) },
	{ "volume-opt", 0, REFUSED, PLACE(of_volume) },
	{ "tmpfs-size", PLACE(size), SIZE, PLACE(of_tmpfs) },
	{ "tmpfs-mode", PLACE(mode), MODE, PLACE(of_tmpfs) },
};
#undef PLACE

static int add_label(struct mount_wish *wish, const char *typed, const char *value)
{
	if (record_addf(&wish->labels, "label", "%s%s", value, strchr(value, '=') ? "" : "=") < 0)
		return refuse(typed, "%s", strerror(errno));
	return 0;
}

static int take(struct mount_wish *wish, const struct key *key, char *value, const char *typed)
{
	void *place = (char *)wish + key->place;
	char *end = value;

	if (key->group)
		*(bool *)((char *)wish + key->group) = true;
	switch (key->kind) {
	case LOWER:
		lower(value);
		/* fall through */
	case WORD:
		*(const char **)place = value;
		return 0;
	case SWITCH:
		if (text_bool(value, place) == 0)
			return 0;
		break;
	case SIZE:
		if (text_size(value, place) == 0)
			return 0;
		break;
	case MODE:
		if (isdigit((unsigned char)*value))
			*(unsigned long *)place = strtoul(value, &end, 8);
		if (end != value && !*end && *(unsigned long *)place <= 0xffffffff)
			return 0;
		break;
	case LABEL:
		return add_label(wish, typed, value);
	case REFUSED:
		return refuse(typed, "volume-opt is not supported: a volume is a directory of the store");
	}
	return refuse(typed, "invalid value for %s: %s", key->name, value);
}

static int take_field(struct mount_wish *wish, char *field, const char *typed)
{
	char *value = strchr(field, '='), whole[64];
	const struct key *key = NULL;

	snprintf(whole, sizeof whole, "%s", field);
	if (value)
		*value++ = '\0';
	lower(field);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(keys[i].name, field) == 0)
			key = &keys[i];
	if (!value && (!key || key->kind != SWITCH))
		return refuse(typed, "invalid field '%s' must be a key=value pair", whole);
	if (!key)
		return refuse(typed, "unexpected key '%s' in '%s'", field, whole);
	return take(wish, key, value ? value : (char[]){ "true" }, typed);
}

/* "cannot mix" what is meant for another type. */
static int check_options(const struct mount_wish *wish, const char *typed)
{
	const struct { const char *type; bool given; } options[] = {
		{ "volume", wish->of_volume }, { "bind", wish->of_bind }, { "tmpfs", wish->of_tmpfs },
	};

	if (!*wish->type)
		return refuse(typed, "type is required");
	if (!*wish->target)
		return refuse(typed, "target is required");
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		if (options[i].given && strcmp(wish->type, options[i].type) != 0)
			return refuse(typed, "cannot mix '%s-*' options with mount type '%s'", options[i].type,
				      wish->type);
	return 0;
}

int mount_wish_read(struct mount_wish *wish, const char *typed)
{
	char *rest, *field, *wrong;
	int more;

	wish->text = rest = strdup(typed);
	wish->type = "volume";
	wish->source = wish->target = wish->consistency = wish->propagation = wish->driver = "";
	if (!rest || strpbrk(typed, "\t\n"))
		return refuse(typed, "%s", rest ? "a tab or newline is in it" : strerror(errno));
	if (!*rest)
		return refuse(typed, "EOF");
	while ((more = cut_field(&rest, &field, &wrong)) > 0)
		if (take_field(wish, field, typed) < 0)
			return -1;
	if (more < 0)
		return refuse(typed, "parse error on line 1, column %d: %s", (int)(wrong - wish->text) + 1,
			      *field == '"' || field == wish->text || field[-1] != '"'
			      ? "bare \" in non-quoted-field" : "extraneous or missing \" in quoted-field");
	return check_options(wish, typed);
}
