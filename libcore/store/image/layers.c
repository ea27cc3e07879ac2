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
#include "store/store.h"

int layers_lock(bool alone)
{
	int layers = store_open(STORE_STATE, "layers");

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

static void write_path(char path[PATH_MAX], const char *digest, const char *end)
{
	snprintf(path, PATH_MAX, "%s/layers/%s%s", store_path(STORE_STATE), digest, end);
}

bool layers_have(const char *digest)
{
	autoclose int layers = store_open(STORE_STATE, "layers");

	return layers >= 0 && faccessat(layers, digest, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

int layers_open_directory(const char *digest)
{
	char path[PATH_MAX];

	write_path(path, digest, "");
	return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int layers_open_packed(const char *digest)
{
	char path[PATH_MAX];

	/* One call tells, for what nearly all layers are. */
	write_path(path, digest, "/.");
	if (access(path, F_OK) == 0 || errno != ENOTDIR)
		return -1;
	write_path(path, digest, "");
	return open(path, O_RDONLY | O_CLOEXEC);
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
