/* On disk: tags/<reference, each '/' as '+'>, a symbolic link to ../images/<id>. A '+' is in no
 * reference. SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/image/digest.h"
#include "store/entries.h"
#include "store/places.h"
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

/* What a place says; -1 and errno. */
static int find_in(unsigned place, const char *name, char id[ID_LENGTH + 1])
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/tags/%s", places_path(place), name);
	return read_id(AT_FDCWD, path, id);
}

/* Nothing of that name, or nothing of ours; anything else is that it can't be found out. */
static bool is_missing(int error)
{
	return error == ENOENT || error == ENOTDIR || error == EINVAL;
}

static int find(const char *name, char id[ID_LENGTH + 1])
{
	for (unsigned place = 0; places_path(place); place++)
		if (find_in(place, name, id) == 0)
			return 0;
		else if (!is_missing(errno))
			return -1;
	errno = ENOENT;
	return -1;
}

int tags_find(const char *reference, char id[ID_LENGTH + 1])
{
	char name[REFERENCE_LENGTH + 1];

	file_name(reference, name);
	return find(name, id);
}

bool tags_may_go(const char *reference)
{
	char name[REFERENCE_LENGTH + 1], id[ID_LENGTH + 1];

	file_name(reference, name);
	return find_in(0, name, id) == 0 || !is_missing(errno);
}

int tags_set(const char *reference, const char *id)
{
	char name[REFERENCE_LENGTH + 1], target[sizeof IMAGES + ID_LENGTH], temporary[32];
	autoclose int tags = -1;

	file_name(reference, name);
	if (find(name, target) == 0 && strcmp(target, id) == 0)
		return 0;
	tags = store_open(STORE_STATE, "tags");
	if (tags < 0)
		return -1;
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

static int note(int opened, unsigned place, const char *name, void *names)
{
	(void)opened;
	(void)place;
	return entries_add(names, name) < 0 ? fail("list the tags: %m") : 0;
}

int tags_each(int (*each)(const char *tag, const char *id, void *context), void *context)
{
	struct entries names autoentries = { 0 };
	char id[ID_LENGTH + 1];
	int stop = places_each("tags", note, &names);

	entries_sort(&names);
	for (size_t i = 0; !stop && i < names.count; i++) {
		char *name = names.names[i];

		if (find(name, id) < 0) {
			stop = is_missing(errno) ? 0 : fail("read the tag %s: %m", name);
			continue;
		}
		exchange(name, '+', '/');
		stop = each(name, id, context);
	}
	return stop;
}
