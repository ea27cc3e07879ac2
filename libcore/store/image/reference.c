/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "store/image/digest.h"
#include "store/image/reference.h"

#define LOWER_OR_DIGIT "abcdefghijklmnopqrstuvwxyz0123456789"
enum { TAG_LENGTH = 128 };

/* "[a-z0-9]+" with ".", "_", "__" or dashes between: one part of a name's path. */
static bool is_path_part(const char *part, size_t length)
{
	size_t at = 0, run, between;

	for (;;) {
		run = strspn(part + at, LOWER_OR_DIGIT);
		if (!run)
			return false;
		at += run;
		if (at >= length)
			return at == length;
		between = strspn(part + at, "-");
		if (!between)
			between = part[at] == '.' || part[at] == '_';
		if (between == 1 && part[at] == '_' && part[at + 1] == '_')
			between = 2;
		if (!between)
			return false;
		at += between;
	}
}

static bool is_path(const char *path)
{
	for (;;) {
		size_t length = strcspn(path, "/");

		if (!is_path_part(path, length))
			return false;
		if (!path[length])
			return true;
		path += length + 1;
	}
}

/* A host name with an optional port. */
static bool is_registry(const char *text, size_t length)
{
	size_t host = strcspn(text, ":/");
	bool dot = true;

	for (size_t i = 0; i < host; i++) {
		if (!isalnum((unsigned char)text[i]) && (dot || (text[i] != '.' && text[i] != '-')))
			return false;
		dot = text[i] == '.';
	}
	if (dot || !isalnum((unsigned char)text[host - 1]))
		return false;
	return host == length || (text[host] == ':' && host + 1 < length
				  && strspn(text + host + 1, "0123456789") == length - host - 1);
}

/* What stands before the first slash is a registry if it looks like a host; else part of the name. */
static size_t registry_length(const char *name)
{
	size_t length = strcspn(name, "/");

	if (!name[length])
		return 0;
	if (memchr(name, '.', length) || memchr(name, ':', length)
	    || (length == strlen("localhost") && text_starts(name, "localhost")))
		return length;
	return 0;
}

static bool is_tag(const char *tag)
{
	size_t length = strlen(tag);

	if (!length || length > TAG_LENGTH || *tag == '.' || *tag == '-')
		return false;
	for (; *tag; tag++)
		if (!isalnum((unsigned char)*tag) && !strchr("_.-", *tag))
			return false;
	return true;
}

/* The colon before the tag, NULL if there is no tag: one before a slash belongs to a port. */
static char *tag_of(const char *reference)
{
	char *colon = strrchr(reference, ':');

	return colon && !strchr(colon, '/') ? colon : NULL;
}

int reference_normalise(const char *text, char reference[REFERENCE_LENGTH + 1])
{
	char name[REFERENCE_LENGTH + 1];
	const char *tag = "latest", *path = name;
	size_t registry;
	char *colon;

	/* What looks like an id is one. */
	if (strlen(text) > REFERENCE_LENGTH || digest_is_hex(text))
		return -1;
	strcpy(name, text);
	colon = tag_of(name);
	if (colon) {
		*colon = '\0';
		tag = colon + 1;
	}
	registry = registry_length(name);
	if (registry) {
		if (!is_registry(name, registry))
			return -1;
		path += registry + 1;
	}
	if (!is_path(path) || !is_tag(tag))
		return -1;
	/* docker.io stays where what follows would be taken for a registry without it. */
	if (registry && ((!text_starts(name, "docker.io/") && !text_starts(name, "index.docker.io/"))
			 || registry_length(path)))
		path = name;
	else if (text_starts(path, "library/") && !strchr(path + strlen("library/"), '/'))
		path += strlen("library/");
	return snprintf(reference, REFERENCE_LENGTH + 1, "%s:%s", path, tag) > REFERENCE_LENGTH ? -1 : 0;
}

const char *reference_problem(const char *text)
{
	size_t registry = registry_length(text);
	const char *path = text + registry + (registry ? 1 : 0), *end = path + strcspn(path, ":");

	while (path < end && !isupper((unsigned char)*path))
		path++;
	if (path < end)
		return "invalid reference format: repository name must be lowercase";
	return "invalid reference format";
}

char *reference_cut_tag(char *reference)
{
	char *colon = tag_of(reference);

	*colon = '\0';
	return colon + 1;
}
