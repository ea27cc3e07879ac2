/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "request/request.h"
#include "request/request_mode.h"
#include "request/request_mounts.h"
#include "request/request_volumes.h"
#include "request/request_volumes_from.h"

/* "/data:/srv:ro", "name:/srv", in parts of the copy. -1 said. */
static int cut(const char *typed, char *copy, const char **source, const char **target, const char **mode)
{
	char *rest = copy;

	*source = text_cut(&rest, ':');
	*target = text_cut(&rest, ':');
	*mode = rest ? rest : "";
	if (!**source || !*target || strchr(*mode, ':') || (!rest && request_mode_is_one(*target)))
		return fail("invalid volume specification: '%s'", typed);
	return 0;
}

/* A volume without a source: what the image's VOLUME would have said. */
static int note_anonymous(struct record *container, const char *typed)
{
	if (*typed != '/')
		return fail("invalid volume specification: '%s': invalid mount config for type \"volume\": "
			    "invalid mount path: '%s' mount path must be absolute", typed, typed);
	return record_add(container, "volume", typed) < 0 ? fail("take the volume %s: %m", typed) : 0;
}

static int add_one(struct record *container, const char *typed)
{
	autofree char *copy = strdup(typed), *before = NULL;
	struct mount_wish wish = { .consistency = "", .driver = request.volume_driver ? request.volume_driver : "" };
	struct request_mode how;
	const char *mode;

	if (!copy)
		return fail("take the volume %s: %m", typed);
	if (!strchr(typed, ':'))
		return note_anonymous(container, typed);
	if (cut(typed, copy, &wish.source, &wish.target, &mode) < 0)
		return -1;
	if (request_mode_read(&how, mode) < 0)
		return fail("invalid mode: %s", mode);
	wish.type = *wish.source == '/' ? "bind" : "volume";
	wish.read_only = how.read_only;
	wish.no_copy = wish.of_volume = how.no_copy;
	wish.propagation = how.propagation;
	wish.of_bind = *how.propagation;
	if (asprintf(&before, "invalid volume specification: '%s': ", typed) < 0)
		return fail("take the volume %s: %m", typed);
	if (request_mount_check(&wish, before) < 0)
		return -1;
	if (!*mode && *wish.source != '/')
		mode = "z";
	if (request_mount_add(container, &wish, mode, false) < 0)
		return -1;
	return record_add(container, "volume_typed", typed) < 0 ? fail("take the volume %s: %m", typed) : 0;
}

/* The same words twice are said once. */
static bool is_repeated(const char *until)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "volume", text)) && text != until;)
		if (strcmp(text, until) == 0)
			return true;
	return false;
}

static int add_tmpfs(struct record *container)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "tmpfs", text));) {
		autofree char *target = strndup(text, strcspn(text, ":"));

		if (!target)
			return fail("mount %s: %m", text);
		if (*target != '/')
			return fail("invalid mount path: '%s' mount path must be absolute", target);
		text_clean_path(target);
		if (strcmp(target, "/") == 0)
			return fail("invalid specification: destination can't be '/'");
		if (request_mount_has(container, target) || request_mount_has_tmpfs(container, "tmpfs", target))
			return fail("Duplicate mount point: %s", target);
		if (record_addf(container, "tmpfs", "%s%s", target, text + strcspn(text, ":")) < 0)
			return fail("mount %s: %m", target);
	}
	return 0;
}

/* Of the image, or of -v: where nothing else is mounted there is a volume of the container's own. */
static int add_anonymous(struct record *container, const struct record *from)
{
	/* Adding moves what is gone through. */
	struct record targets autorecord = { 0 };

	if (record_copy(&targets, from, "volume") < 0)
		return fail("take the volumes: %m");
	for (const char *text = NULL; (text = record_next(&targets, "volume", text));) {
		autofree char *target = strdup(text);
		struct mount_wish wish = { .type = "volume", .source = "", .target = target };

		if (!target)
			return fail("take the volume %s: %m", text);
		if (*target != '/')
			return fail("invalid mount path: '%s' mount path must be absolute", text);
		text_clean_path(target);
		if (strcmp(target, "/") == 0)
			return fail("invalid specification: destination can't be '/'");
		if (!request_mount_has(container, target) && !request_mount_has_tmpfs(container, "tmpfs", target)
		    && request_mount_add(container, &wish, "", false) < 0)
			return -1;
	}
	return 0;
}

int request_volumes_add(struct record *container, const struct record *image)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "volume", text));)
		if (!is_repeated(text) && add_one(container, text) < 0)
			return -1;
	return add_tmpfs(container) < 0 || request_mounts_add(container) < 0
	       || request_volumes_from_add(container) < 0 || add_anonymous(container, container) < 0
	       || add_anonymous(container, image) < 0 ? -1 : 0;
}
