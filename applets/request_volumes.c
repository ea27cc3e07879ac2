/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "request.h"
#include "request_volumes.h"

/* "ro", "rw,z": what Docker takes and is meant for SELinux is taken, and means nothing here. */
static int parse_mode(char *options, const char *whole, const char **mode)
{
	char *option;

	*mode = "rw";
	while ((option = text_cut(&options, ','))) {
		if (strcmp(option, "ro") == 0 || strcmp(option, "rw") == 0)
			*mode = option;
		else if (strcmp(option, "z") != 0 && strcmp(option, "Z") != 0)
			return fail("invalid mode: %s", whole);
	}
	return 0;
}

static bool has_target(const struct record *container, const char *target, size_t length)
{
	for (const char *line = NULL; (line = record_next(container, "bind", line));)
		if (strlen(strrchr(line, '\t') + 1) == length && strncmp(strrchr(line, '\t') + 1, target, length) == 0)
			return true;
	for (const char *line = NULL; (line = record_next(container, "tmpfs", line));)
		if (strcspn(line, ":") == length && strncmp(line, target, length) == 0)
			return true;
	return false;
}

/* Add one line, whose target has `length` bytes; no two may meet. */
static int add_mount(struct record *container, const char *key, const char *line, const char *target, size_t length)
{
	if (has_target(container, target, length))
		return fail("Duplicate mount point: %.*s", (int)length, target);
	return record_add(container, key, line) < 0 ? fail("mount %.*s: %m", (int)length, target) : 0;
}

static int add_volume(struct record *container, const char *text)
{
	autofree char *copy = strdup(text), *options = NULL, *line = NULL;
	char *rest = copy, *source = text_cut(&rest, ':'), *target = text_cut(&rest, ':');
	const char *mode;

	if (!copy)
		return fail("take the volume %s: %m", text);
	if (!target) {
		/* A volume without a source is a directory of the container's own. */
		if (*source != '/')
			return fail("invalid volume specification: '%s': invalid mount config for type \"volume\": "
				    "invalid mount path: '%s' mount path must be absolute", text, source);
		return record_add(container, "volume", source);
	}
	if (!*source || !*target || (rest && strchr(rest, ':')))
		return fail("invalid volume specification: '%s'", text);
	if (*source != '/')
		return fail("take the volume %s: named volumes are not supported, use a directory", text);
	if (*target != '/')
		return fail("invalid volume specification: '%s': invalid mount config for type \"bind\": "
			    "invalid mount path: '%s' mount path must be absolute", text, target);
	if (strcmp(target, "/") == 0)
		return fail("invalid volume specification: '%s': invalid mount config for type \"bind\": "
			    "invalid specification: destination can't be '/'", text);
	options = strdup(rest ? rest : "rw");
	if (!options || strpbrk(text, "\t\n"))
		return fail("take the volume %s: %s", text, options ? "it has a tab or a newline" : "out of memory");
	if (parse_mode(options, rest, &mode) < 0)
		return -1;
	if (asprintf(&line, "%s\t%s\t%s", mode, source, target) < 0)
		return fail("take the volume %s: %m", text);
	return add_mount(container, "bind", line, target, strlen(target));
}

int request_volumes_add(struct record *container)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "volume", text));)
		if (add_volume(container, text) < 0)
			return -1;
	for (const char *text = NULL; (text = record_next(&request.lists, "tmpfs", text));) {
		if (*text != '/')
			return fail("invalid mount path: '%s' mount path must be absolute", text);
		if (add_mount(container, "tmpfs", text, text, strcspn(text, ":")) < 0)
			return -1;
	}
	return 0;
}
