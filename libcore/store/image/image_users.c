/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "store/container_record.h"
#include "store/image/image_users.h"
#include "store/status.h"

/* 1 if the container went while we were looking. One whose record can't be read may use anything. */
static int load(struct record *container, const char *id)
{
	bool silent = fail_silently(true);
	int loaded = container_record_load(container, id);

	fail_silently(silent);
	if (loaded < 0 && errno == ENOENT)
		return 1;
	return loaded < 0 ? fail("%s", fail_text()) : 0;
}

static int note_user(const char *id, void *context)
{
	struct image_users *users = context;
	autorecord struct record container = { 0 };
	const char *image;
	int gone = load(&container, id);

	if (gone)
		return gone < 0 ? -1 : 0;
	image = record_get(&container, "image_id");
	if (image && strcmp(image, users->image) == 0)
		strcpy(status_is_locked(id) ? users->running : users->stopped, id);
	return 0;
}

int image_users_find(struct image_users *users)
{
	return container_record_each(note_user, users);
}

static int note_layers(const char *id, void *used)
{
	autorecord struct record container = { 0 };
	int gone = load(&container, id);

	if (gone)
		return gone < 0 ? -1 : 0;
	for (const char *layer = NULL; (layer = record_next(&container, "layer", layer));)
		if (!record_has(used, "layer", layer) && record_add(used, "layer", layer) < 0)
			return fail("look for the layers in use: %m");
	return 0;
}

int image_users_layers(struct record *used)
{
	return container_record_each(note_layers, used);
}
