/* On disk: images/<id>/config.json, the bytes whose digest the id is, and images/<id>/record, which
 * is written last: without it there is no image. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
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
#include "store/store.h"
#include "store/image/tags.h"

enum { PATH_IN_IMAGES = ID_LENGTH + 16 };

static bool is_image(int images, const char *id)
{
	char path[PATH_IN_IMAGES];

	snprintf(path, sizeof path, "%.64s/record", id);
	return digest_is_hex(id) && faccessat(images, path, F_OK, 0) == 0;
}

/* What each_id is to call, in the shape that store_each wants. */
struct calling {
	int (*each)(const char *id, void *context);
	void *context;
};

static int call(int images, const char *id, void *context)
{
	const struct calling *calling = context;

	return is_image(images, id) ? calling->each(id, calling->context) : 0;
}

/* Call `each` for every id, in no order. */
static int each_id(int (*each)(const char *id, void *context), void *context)
{
	struct calling calling = { each, context };

	return store_each(STORE_STATE, "images", call, &calling);
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
	autoclose int images = -1;

	if (reference_normalise(reference, stored) == 0 && tags_find(stored, id) == 0) {
		images = store_open(STORE_STATE, "images");
		if (images >= 0 && is_image(images, id))
			return 0;
	}
	return find_by_id(reference, id);
}

int images_load(struct record *image, const char *id)
{
	autoclose int images = store_open(STORE_STATE, "images");
	char path[PATH_IN_IMAGES];

	if (images < 0)
		return -1;
	snprintf(path, sizeof path, "%.64s/record", id);
	if (record_load(image, images, path) == 0)
		return 0;
	if (errno == ENOENT)
		return fail("No such image: sha256:%s", id);
	return fail("read %s/images/%s: %m", store_path(STORE_STATE), path);
}

char *images_load_config(const char *id, size_t *length)
{
	enum { CONFIG_MOST = 4 << 20 };
	autoclose int images = store_open(STORE_STATE, "images");
	char path[PATH_IN_IMAGES], *text;

	if (images < 0)
		return NULL;
	snprintf(path, sizeof path, "%.64s/config.json", id);
	text = file_read(images, path, CONFIG_MOST, length);
	if (!text)
		fail("read %s/images/%s: %m", store_path(STORE_STATE), path);
	return text;
}

struct walk {
	int (*each)(const char *tag, const char *id, void *context);
	void *context;
	int images;
	struct record tagged;
};

static int visit_tag(const char *tag, const char *id, void *context)
{
	struct walk *walk = context;

	if (!is_image(walk->images, id))
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
	int stop;

	walk.images = store_open(STORE_STATE, "images");
	stop = walk.images < 0 ? -1 : tags_each(visit_tag, &walk);
	if (!stop)
		stop = each_id(visit_untagged, &walk);
	auto_close(&walk.images);
	record_free(&walk.tagged);
	return stop;
}

int images_save(const struct record *image, const char *config, size_t length)
{
	const char *id = record_get(image, "id");
	autoclose int images = store_open(STORE_STATE, "images");
	autoclose int directory = -1;

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
