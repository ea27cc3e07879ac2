/* In the archive: <12 digits>/layer.tar for each layer, <id>.json for each image, and manifest.json.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/image/digest.h"
#include "store/archive/directory_stream.h"
#include "store/image/image_save.h"
#include "store/image/images.h"
#include "store/image/layer_show.h"
#include "store/image/layers.h"
#include "store/archive/stage.h"
#include "store/archive/tar_write.h"

struct saving {
	struct tar tar;
	struct stage stage;              /* keeps the layers where they are */
	struct record plan;              /* <id>.config=<JSON>  <id>.layer=<digest>  <id>.directory=<path> */
	const struct record *images;
	const struct watch *watch;
	int (*show)(int file, const char *name);
	struct record written;           /* layer=<digest in the archive> <name there> <digest in the store, or path> */
	cJSON *manifest;
};

static int write_header(struct saving *saving, const char *name, off_t size)
{
	struct tar_entry entry = { .name = name, .status = { .st_mode = S_IFREG | 0644, .st_size = size } };

	return tar_write_header(&saving->tar, &entry);
}

/* The line of a layer that has been written; NULL. Its last word may be a path with blanks. */
static const char *find_written(const struct saving *saving, const char *layer)
{
	for (const char *line = NULL; (line = record_next(&saving->written, "layer", line));)
		if (strcmp(strchr(strchr(line, ' ') + 1, ' ') + 1, layer) == 0)
			return line;
	return NULL;
}

/* What comes from the stream, into the archive; its digest. */
static int copy_stream(struct saving *saving, int fd, const char *layer, long long size, char hex[ID_LENGTH + 1])
{
	static char piece[1 << 16];
	long long done = 0;
	struct digest digest;
	ssize_t got = 1;

	digest_begin(&digest);
	while (got > 0 || (got < 0 && errno == EINTR)) {
		got = read(fd, piece, sizeof piece);
		if (got <= 0)
			continue;
		digest_add(&digest, piece, (size_t)got);
		done += got;
		if (done > size)
			break;
		if (tar_write_bytes(&saving->tar, piece, (size_t)got) < 0)
			return -1;
		if (saving->watch)
			saving->watch->tell(saving->watch->context, layer, done, size);
	}
	if (got < 0)
		return fail("save layer %.12s: %m", layer);
	digest_end(&digest, hex);
	return done == size ? 0 : fail("save layer %.12s: it changed while it was read", layer);
}

static int write_layer_from(struct saving *saving, int directory, enum directory_kind kind, const char *layer)
{
	long long size = directory_stream_size(directory, kind, layer);
	char name[32], path[64], hex[ID_LENGTH + 1];
	struct directory_stream stream;
	int copied;

	digest_of(layer, strlen(layer), hex);
	snprintf(name, sizeof name, "%.12s", digest_is_hex(layer) ? layer : hex);
	snprintf(path, sizeof path, "%s/layer.tar", name);
	if (size < 0 || write_header(saving, path, size) < 0
	    || directory_stream_open(&stream, directory, kind, layer) < 0)
		return -1;
	copied = copy_stream(saving, stream.fd, layer, size, hex);
	if (directory_stream_close(&stream) < 0 || copied < 0)
		return -1;
	if (record_addf(&saving->written, "layer", "%s %s %s", hex, path, layer) < 0)
		return fail("save layer %.12s: %m", layer);
	return 0;
}

static int write_layer(struct saving *saving, const char *layer)
{
	autoclose int directory = -1;

	if (find_written(saving, layer))
		return 0;
	directory = layer_show(layer, saving->show);
	return directory < 0 ? -1 : write_layer_from(saving, directory, DIRECTORY_LAYER, layer);
}

static int write_directory(struct saving *saving, const char *path)
{
	autoclose int directory = -1;

	if (find_written(saving, path))
		return 0;
	directory = layer_show_in_place(path, saving->show);
	return directory < 0 ? -1 : write_layer_from(saving, directory, DIRECTORY_TREE, path);
}

/* What the plan says of an image: "<id>.<kind>". */
static const char *planned(const struct saving *saving, const char *id, const char *kind, const char *previous)
{
	char key[ID_LENGTH + 16];

	snprintf(key, sizeof key, "%s.%s", id, kind);
	return record_next(&saving->plan, key, previous);
}

static int write_layers(struct saving *saving, const char *id)
{
	const char *directory = planned(saving, id, "directory", NULL);

	if (directory)
		return write_directory(saving, directory);
	for (const char *layer = NULL; (layer = planned(saving, id, "layer", layer));)
		if (write_layer(saving, layer) < 0)
			return -1;
	return 0;
}

/* The layers as they are in the archive: their digests, or their names. Returns whether any has another digest
 * than in the store. */
static bool list_layers(const struct saving *saving, const char *id, cJSON *digests, cJSON *names)
{
	const char *kind = planned(saving, id, "directory", NULL) ? "directory" : "layer";
	char digest[ID_LENGTH + 8], name[64];
	bool differ = false;

	for (const char *layer = NULL; (layer = planned(saving, id, kind, layer));) {
		const char *written = find_written(saving, layer);

		snprintf(digest, sizeof digest, "sha256:%.64s", written);
		snprintf(name, sizeof name, "%.*s", (int)strcspn(written + ID_LENGTH + 1, " "), written + ID_LENGTH + 1);
		cJSON_AddItemToArray(digests, cJSON_CreateString(digest));
		cJSON_AddItemToArray(names, cJSON_CreateString(name));
		differ = differ || strncmp(layer, written, ID_LENGTH) != 0;
	}
	return differ;
}

/* With the digests that the layers have now. */
static char *change_config(const char *config, cJSON *digests)
{
	cJSON *root = cJSON_Parse(config), *rootfs = cJSON_GetObjectItemCaseSensitive(root, "rootfs");
	char *text = NULL;

	if (cJSON_IsObject(rootfs)) {
		cJSON_ReplaceItemInObjectCaseSensitive(rootfs, "diff_ids", cJSON_Duplicate(digests, true));
		text = cJSON_PrintUnformatted(root);
	}
	cJSON_Delete(root);
	return text;
}

static int write_file(struct saving *saving, const char *name, const char *text)
{
	size_t length = strlen(text);

	if (write_header(saving, name, (off_t)length) < 0 || tar_write_bytes(&saving->tar, text, length) < 0)
		return -1;
	return tar_write_padding(&saving->tar, (off_t)length);
}

static void add_tags(const struct saving *saving, cJSON *entry, const char *id)
{
	cJSON *tags = NULL;
	const char *tag;

	for (const char *line = NULL; (line = record_next(saving->images, "tag", line));) {
		if (!(tag = text_after(line, id)))
			continue;
		tags = tags ? tags : cJSON_AddArrayToObject(entry, "RepoTags");
		cJSON_AddItemToArray(tags, cJSON_CreateString(tag + 1));
	}
	if (!tags)
		cJSON_AddNullToObject(entry, "RepoTags");
}

static int write_config(struct saving *saving, const char *id)
{
	const char *config = planned(saving, id, "config", NULL);
	autofree char *changed = NULL;
	cJSON *digests = cJSON_CreateArray(), *names = cJSON_CreateArray(), *entry = cJSON_CreateObject();
	char hex[ID_LENGTH + 1], name[ID_LENGTH + 8];
	const char *text = config;

	if (list_layers(saving, id, digests, names))
		text = changed = change_config(config, digests);
	cJSON_Delete(digests);
	digest_of(text ? text : "", text ? strlen(text) : 0, hex);
	snprintf(name, sizeof name, "%s.json", hex);
	cJSON_AddStringToObject(entry, "Config", name);
	add_tags(saving, entry, id);
	cJSON_AddItemToObject(entry, "Layers", names);
	cJSON_AddItemToArray(saving->manifest, entry);
	if (!text)
		return fail("save %.12s: its configuration is damaged", id);
	return write_file(saving, name, text);
}

static int plan_image(struct saving *saving, const char *id)
{
	autorecord struct record image = { 0 };
	size_t length;
	autofree char *config = images_load_config(id, &length);
	const char *directory;
	char key[ID_LENGTH + 16];

	if (!config || images_load(&image, id) < 0)
		return -1;
	directory = record_get(&image, "directory");
	snprintf(key, sizeof key, "%s.config", id);
	if (record_add(&saving->plan, key, config) < 0)
		return fail("save %.12s: %m", id);
	snprintf(key, sizeof key, "%s.%s", id, directory ? "directory" : "layer");
	if (directory && record_add(&saving->plan, key, directory) < 0)
		return fail("save %.12s: %m", id);
	for (const char *layer = NULL; !directory && (layer = record_next(&image, "layer", layer));) {
		if (stage_keep(&saving->stage, layer) < 0)
			return -1;
		if (record_add(&saving->plan, key, layer) < 0)
			return fail("save %.12s: %m", id);
	}
	return 0;
}

/* From here on they may be removed: their layers stay until the stage goes. */
static int plan_all(struct saving *saving)
{
	autoclose int lock = layers_lock(false);

	if (lock < 0)
		return -1;
	for (const char *id = NULL; (id = record_next(saving->images, "image", id));)
		if (plan_image(saving, id) < 0)
			return -1;
	return 0;
}

static int write_all(struct saving *saving)
{
	autofree char *manifest = NULL;

	if (plan_all(saving) < 0)
		return -1;
	for (const char *id = NULL; (id = record_next(saving->images, "image", id));)
		if (write_layers(saving, id) < 0 || write_config(saving, id) < 0)
			return -1;
	manifest = cJSON_PrintUnformatted(saving->manifest);
	if (!manifest)
		return fail("save: %m");
	return write_file(saving, "manifest.json", manifest) < 0 ? -1 : tar_write_end(&saving->tar);
}

int image_save(int output, const struct record *images, int (*show)(int file, const char *name),
	const struct watch *watch)
{
	static struct saving saving;
	int done = -1;

	saving.tar.fd = output;
	saving.tar.what = "the archive";
	saving.images = images;
	saving.watch = watch;
	saving.show = show;
	saving.manifest = cJSON_CreateArray();
	if (stage_open(&saving.stage) == 0)
		done = write_all(&saving);
	stage_close(&saving.stage);
	record_free(&saving.written);
	record_free(&saving.plan);
	cJSON_Delete(saving.manifest);
	return done;
}
