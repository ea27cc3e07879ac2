/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "provision/provision_change.h"
#include "store/container_record.h"
#include "store/image/images.h"

static bool has_words(const struct provision_file *file, const struct record *container)
{
	const char *digest = record_get(container, "provisioned_words");

	return digest && strcmp(digest, file->digest) == 0;
}

/* "<digest> <path>"; the path if the file is another now. */
static const char *changed_file(const char *line)
{
	const char *path = strchr(line, ' ');
	char digest[ID_LENGTH + 1];

	if (!path)
		return NULL;
	return provision_file_digest(path + 1, digest) < 0 || !text_starts(line, digest) ? path + 1 : NULL;
}

/* An image that has no name any more has no other in its place either. */
static bool has_image(const struct record *container)
{
	const char *had = record_get(container, "image_id");
	char id[ID_LENGTH + 1];

	return images_find(record_get(container, "image"), id) < 0 || !had || strcmp(had, id) == 0;
}

static bool misses_another(const struct record *container)
{
	static const char *const keys[] = { "network", "ipc", "pid" };

	for (int i = 0; i < 3; i++) {
		const char *value = record_get(container, keys[i]), *id = value ? text_after(value, "container:") : NULL;
		struct record other autorecord = { 0 };

		if (id && container_record_load(&other, id) < 0)
			return true;
	}
	return false;
}

static void find(char *why, size_t size, const struct provision_file *file, const struct record *container)
{
	const char *path;

	if (!has_words(file, container)) {
		snprintf(why, size, "words changed");
		return;
	}
	for (const char *line = NULL; (line = record_next(container, "provisioned_file", line));) {
		path = changed_file(line);
		if (path) {
			path = strrchr(path, '/');
			snprintf(why, size, "%.200s changed", path ? path + 1 : "a file");
			return;
		}
	}
	if (!has_image(container))
		snprintf(why, size, "image changed");
	else if (misses_another(container))
		snprintf(why, size, "what it shares is gone");
}

void provision_change_find(char *why, size_t size, const struct provision_file *file,
	const struct record *container)
{
	bool was = fail_silently(true);

	*why = '\0';
	find(why, size, file, container);
	fail_silently(was);
}
