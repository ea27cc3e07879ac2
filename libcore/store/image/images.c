/* On disk: images/<id>/config.json, the bytes whose digest the id is, and images/<id>/record, which
 * is written last: without it there is no image. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"
#include "store/image/digest.h"
#include "store/image/images.h"
#include "store/image/reference.h"
#include "store/places.h"
#include "store/store.h"
#include "store/image/tags.h"

enum { PATH_IN_IMAGES = ID_LENGTH + 16, PATH_IN_STORE = PATH_IN_IMAGES + 8 };

/* The place that has it; -1: none. */
static int place_of(const char *id)
{
	char path[PATH_IN_STORE];

	snprintf(path, sizeof path, "images/%.64s/record", id);
	return digest_is_hex(id) ? places_find(path) : -1;
}

bool images_may_go(const char *id)
{
	return place_of(id) == 0;
}

/* What each_id is to call, in the shape that places_each wants. */
struct calling {
	int (*each)(const char *id, void *context);
	void *context;
};

static int call(int images, unsigned place, const char *id, void *context)
{
	const struct calling *calling = context;

	(void)images;
	return place_of(id) == (int)place ? calling->each(id, calling->context) : 0;
}

/* Call `each` for every id, in no order. */
static int each_id(int (*each)(const char *id, void *context), void *context)
{
	struct calling calling = { each, context };

	return places_each("images", call, &calling);
}

struct search {
	const char *prefix;
	char *id;
	unsigned found;
};

static int match(const char *id, void *context)
{
	struct search *search = context;

	if (!text_starts(id, search->prefix))
		return 0;
	strcpy(search->id, id);
	return ++search->found > 1;
}

static int find_by_id(const char *text, char id[ID_LENGTH + 1])
{
	const char *hex = text_after(text, "sha256:");
	struct search search = { hex ? hex : text, id, 0 };

	if (*search.prefix && each_id(match, &search) < 0)
		return -1;
	if (search.found == 1)
		return 0;
	errno = search.found ? ENOTUNIQ : ENOENT;
	return -1;
}

int images_find(const char *reference, char id[ID_LENGTH + 1])
{
	char stored[REFERENCE_LENGTH + 1];

	if (reference_normalise(reference, stored) == 0 && tags_find(stored, id) == 0 && place_of(id) >= 0)
		return 0;
	return find_by_id(reference, id);
}

/* In a store that was made elsewhere paths begin at the store. */
static int complete_directory(struct record *image, const char *place)
{
	const char *directory = record_get(image, "directory");
	char path[PATH_MAX];

	if (!directory || *directory == '/')
		return 0;
	if (snprintf(path, sizeof path, "%s/%s", place, directory) >= (int)sizeof path)
		return errno = ENAMETOOLONG, -1;
	return record_set(image, "directory", path);
}

int images_load(struct record *image, const char *id)
{
	int place = place_of(id);
	const char *store = places_path(place < 0 ? 0 : (unsigned)place);
	char path[PATH_MAX];

	if (place < 0)
		return errno = ENOENT, fail("No such image: sha256:%s", id);
	snprintf(path, sizeof path, "%s/images/%.64s/record", store, id);
	if (record_load(image, AT_FDCWD, path) < 0 || complete_directory(image, store) < 0)
		return fail("read %s: %s", path, record_trouble());
	return 0;
}

char *images_load_config(const char *id, size_t *length)
{
	enum { CONFIG_MOST = 4 << 20 };
	int place = place_of(id);
	char path[PATH_MAX], *text;

	snprintf(path, sizeof path, "%s/images/%.64s/config.json", places_path(place < 0 ? 0 : (unsigned)place), id);
	text = file_read(AT_FDCWD, path, CONFIG_MOST, length);
	if (!text)
		fail("read %s: %m", path);
	return text;
}

struct walk {
	int (*each)(const char *tag, const char *id, void *context);
	void *context;
	struct record tagged;
};

static int visit_tag(const char *tag, const char *id, void *context)
{
	struct walk *walk = context;

	if (place_of(id) < 0)
		return 0;
	if (!record_has(&walk->tagged, "id", id) && record_add(&walk->tagged, "id", id) < 0)
		return fail("list images: %m");
	return walk->each(tag, id, walk->context);
}

static int visit_untagged(const char *id, void *context)
{
	struct walk *walk = context;

	return record_has(&walk->tagged, "id", id) ? 0 : walk->each(NULL, id, walk->context);
}

int images_each(int (*each)(const char *tag, const char *id, void *context), void *context)
{
	struct walk walk = { .each = each, .context = context };
	int stop = tags_each(visit_tag, &walk);

	if (!stop)
		stop = each_id(visit_untagged, &walk);
	record_free(&walk.tagged);
	return stop;
}

int images_save(const struct record *image, const char *config, size_t length)
{
	const char *id = record_get(image, "id");
	autoclose int images = -1, directory = -1;

	if (place_of(id) > 0)
		return 0;
	images = store_open(STORE_STATE, "images");
	if (images < 0)
		return -1;
	directory = file_make_directory(images, id, 0700);
	if (directory < 0 || file_replace(directory, "config.json", config, length, true) < 0
	    || fsync(images) < 0 || record_save(image, directory, "record", true) < 0)
		return fail("write %s/images/%s: %m", store_path(STORE_STATE), id);
	return 0;
}

int images_delete(const char *id)
{
	autoclose int images = store_open(STORE_STATE, "images");
	autoclose int directory = images < 0 ? -1 : openat(images, id, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (images < 0)
		return -1;
	/* First the record, for good: its layers may go next. */
	if (directory < 0 || unlinkat(directory, "record", 0) < 0 || fsync(directory) < 0
	    || file_remove_tree(images, id) < 0)
		return fail("remove %s/images/%s: %m", store_path(STORE_STATE), id);
	return 0;
}
