/* On disk: tags/<reference, each '/' as '+'>, a symbolic link to ../images/<id>. A '+' is in no
 * reference. SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/image/digest.h"
#include "store/store.h"
#include "store/image/tags.h"

#define IMAGES "../images/"

static void exchange(char *text, char from, char to)
{
	for (; *text; text++)
		if (*text == from)
			*text = to;
}

static void file_name(const char *reference, char name[REFERENCE_LENGTH + 1])
{
	snprintf(name, REFERENCE_LENGTH + 1, "%s", reference);
	exchange(name, '/', '+');
}

static int read_id(int tags, const char *name, char id[ID_LENGTH + 1])
{
	char target[sizeof IMAGES + ID_LENGTH + 1];
	ssize_t length = readlinkat(tags, name, target, sizeof target - 1);
	const char *hex;

	if (length < 0)
		return -1;
	target[length] = '\0';
	hex = text_after(target, IMAGES);
	if (!hex || !digest_is_hex(hex)) {
		errno = ENOENT;
		return -1;
	}
	strcpy(id, hex);
	return 0;
}

int tags_find(const char *reference, char id[ID_LENGTH + 1])
{
	autoclose int tags = store_open(STORE_STATE, "tags");
	char name[REFERENCE_LENGTH + 1];

	file_name(reference, name);
	return tags < 0 ? -1 : read_id(tags, name, id);
}

int tags_set(const char *reference, const char *id)
{
	autoclose int tags = store_open(STORE_STATE, "tags");
	char name[REFERENCE_LENGTH + 1], target[sizeof IMAGES + ID_LENGTH], temporary[32];

	if (tags < 0)
		return -1;
	file_name(reference, name);
	snprintf(target, sizeof target, IMAGES "%s", id);
	/* Under the lock of images there is one at a time: what has the name was left behind. */
	snprintf(temporary, sizeof temporary, ".new");
	unlinkat(tags, temporary, 0);
	if (symlinkat(target, tags, temporary) < 0 || renameat(tags, temporary, tags, name) < 0)
		return fail("write %s/tags/%s: %m", store_path(STORE_STATE), name);
	return 0;
}

int tags_delete(const char *reference)
{
	autoclose int tags = store_open(STORE_STATE, "tags");
	char name[REFERENCE_LENGTH + 1];

	if (tags < 0)
		return -1;
	file_name(reference, name);
	if (unlinkat(tags, name, 0) < 0 && errno != ENOENT)
		return fail("remove %s/tags/%s: %m", store_path(STORE_STATE), name);
	return 0;
}

int tags_sync(void)
{
	autoclose int tags = store_open(STORE_STATE, "tags");

	if (tags < 0)
		return -1;
	return fsync(tags) < 0 ? fail("write %s/tags: %m", store_path(STORE_STATE)) : 0;
}

static int is_tag(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int tags_each(int (*each)(const char *tag, const char *id, void *context), void *context)
{
	autoclose int tags = store_open(STORE_STATE, "tags");
	char path[PATH_MAX], id[ID_LENGTH + 1];
	struct dirent **entries;
	int count, stop = 0;

	if (tags < 0)
		return -1;
	snprintf(path, sizeof path, "%s/tags", store_path(STORE_STATE));
	count = scandir(path, &entries, is_tag, alphasort);
	if (count < 0)
		return fail("read %s: %m", path);
	for (int i = 0; i < count; i++) {
		char *name = entries[i]->d_name;

		if (!stop && read_id(tags, name, id) == 0) {
			exchange(name, '+', '/');
			stop = each(name, id, context);
		}
		free(entries[i]);
	}
	free(entries);
	return stop;
}
