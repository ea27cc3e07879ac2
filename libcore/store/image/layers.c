/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/image/digest.h"
#include "store/image/image_users.h"
#include "store/image/images.h"
#include "store/image/layers.h"
#include "store/archive/stage.h"
#include "store/places.h"
#include "store/store.h"

/* Where nothing ever was there is nothing to be kept. */
static int open_layers(bool alone)
{
	char path[PATH_MAX];
	int layers;

	if (alone)
		return store_open(STORE_STATE, "layers");
	snprintf(path, sizeof path, "%s/layers", store_path(STORE_STATE));
	layers = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (layers < 0 && errno == ENOENT)
		return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return layers < 0 ? fail("open %s: %s", path, fail_reason()) : layers;
}

int layers_lock(bool alone)
{
	int layers = open_layers(alone);

	if (layers < 0)
		return -1;
	while (flock(layers, alone ? LOCK_EX : LOCK_SH) < 0) {
		if (errno == EINTR)
			continue;
		auto_close(&layers);
		return fail("lock %s/layers: %m", store_path(STORE_STATE));
	}
	return layers;
}

bool layers_have(const char *digest)
{
	char path[ID_LENGTH + 16];

	snprintf(path, sizeof path, "layers/%s", digest);
	return places_find(path) >= 0;
}

int layers_open_directory(const char *digest)
{
	return places_open("layers", digest, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

int layers_open_packed(const char *digest)
{
	char path[ID_LENGTH + 16];

	/* One call tells, for what nearly all layers are. */
	snprintf(path, sizeof path, "layers/%s/.", digest);
	return places_find(path) >= 0 ? -1 : places_open("layers", digest, O_RDONLY | O_NOFOLLOW);
}

int layers_keep(const struct stage *stage, const char *digest)
{
	autoclose int lock = -1;

	if (!layers_have(digest))
		return 0;
	lock = layers_lock(false);
	if (lock < 0)
		return -1;
	if (!layers_have(digest))
		return 0;
	return stage_keep(stage, digest) < 0 ? -1 : 1;
}

static int add_layer(const char *digest, void *used)
{
	if (record_has(used, "layer", digest))
		return 0;
	return record_add(used, "layer", digest) < 0 ? fail("collect layers: %m") : 0;
}

static int add_layers(const struct record *owner, struct record *used)
{
	for (const char *layer = NULL; (layer = record_next(owner, "layer", layer));)
		if (add_layer(layer, used) < 0)
			return -1;
	return 0;
}

static int add_image(const char *tag, const char *id, void *used)
{
	autorecord struct record image = { 0 };

	(void)tag;
	return images_load(&image, id) < 0 ? -1 : add_layers(&image, used);
}

int layers_collect(const struct stage *stage, struct record *removed)
{
	autorecord struct record used = { 0 };
	int fd, failed = 0;
	DIR *layers;
	struct dirent *entry;

	if (images_each(add_image, &used) || image_users_layers(&used)
	    || stage_each_kept(add_layer, &used))
		return -1;
	fd = store_open(STORE_STATE, "layers");
	layers = fd < 0 ? NULL : fdopendir(fd);
	if (!layers) {
		auto_close(&fd);
		return -1;
	}
	while (!failed && (entry = readdir(layers))) {
		if (!digest_is_hex(entry->d_name) || record_has(&used, "layer", entry->d_name))
			continue;
		if (stage_withdraw(stage, entry->d_name) < 0
		    || record_add(removed, "layer", entry->d_name) < 0)
			failed = -1;
	}
	closedir(layers);
	return failed;
}
