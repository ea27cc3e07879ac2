/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/archive/archive_read.h"
#include "store/image/digest.h"
#include "store/image/image_archive.h"
#include "store/image/image_config.h"
#include "store/image/image_event.h"
#include "store/image/image_load.h"
#include "store/image/image_manifest.h"
#include "store/image/images.h"
#include "store/image/layers.h"
#include "store/image/reference.h"
#include "store/image/tags.h"

struct load {
	struct blobs blobs;
	struct stage stage;
	struct image_wish wish;
	bool has_wish;              /* the image that is wished for is in it */
	struct record *loaded;
	const struct watch *watch;
};

static const struct blob *find(const struct load *load, const char *kind, const char *name)
{
	const struct blob *blob = blobs_find(&load->blobs, name);

	if (!blob)
		fail("read %s: %s %s named by the manifest is not in the archive", load->blobs.what, kind, name);
	return blob;
}

/* The layer that the configuration says, under the name that the manifest says. */
static int verify_layer(const struct load *load, const char *digest, const char *name)
{
	const struct blob *blob = find(load, "layer", name);
	const char *what = load->blobs.what;

	if (!blob)
		return -1;
	if (blob->kind == BLOB_UNREAD)
		return fail("read %s: layer %s is compressed with %s; linkbox reads gzip and plain layers", what,
			    name, blob->compression);
	if (blob->kind != BLOB_LAYER)
		return fail("read %s: layer %s is no tar", what, name);
	if (blobs_verify(&load->blobs, blob) < 0)
		return -1;
	if (strcmp(blob->layer, digest) != 0)
		return fail("read %s: layer %s is damaged: its digest is sha256:%s, not sha256:%s", what, name,
			    blob->layer, digest);
	/* Its name said that the store has it, and so it wasn't unpacked: the name was wrong. */
	if (!blobs_find_layer(&load->blobs, digest) && !layers_have(digest))
		return fail("read %s: layer %s is named after another one", what, name);
	return 0;
}

/* Add up what is not in the configuration. */
static int verify_layers(const struct load *load, const struct record *image, const struct record *manifest,
	long long *size)
{
	const char *digest = record_get(image, "layer"), *name = record_get(manifest, "layer");

	*size = 0;
	for (; digest && name; digest = record_next(image, "layer", digest)) {
		if (verify_layer(load, digest, name) < 0)
			return -1;
		*size += blobs_find(&load->blobs, name)->size;
		name = record_next(manifest, "layer", name);
	}
	if (digest || name)
		return fail("read %s: configuration %s and the manifest differ in the number of layers",
			    load->blobs.what, record_get(manifest, "config"));
	return 0;
}

static int verify_tags(const struct load *load, const struct record *manifest)
{
	char reference[REFERENCE_LENGTH + 1];

	for (const char *tag = NULL; (tag = record_next(manifest, "tag", tag));)
		if (reference_normalise(tag, reference) < 0)
			return fail("read %s: tag \"%s\": %s", load->blobs.what, tag, reference_problem(tag));
	return 0;
}

/* Read the image that a manifest describes, and see that all of it is there and is what it says. */
static const struct blob *verify(const struct load *load, const struct record *manifest, struct record *image)
{
	const struct blob *config = find(load, "configuration", record_get(manifest, "config"));
	long long size;

	if (!config)
		return NULL;
	if (config->kind != BLOB_TEXT) {
		fail("read %s: configuration %s is no JSON", load->blobs.what, config->name);
		return NULL;
	}
	if (blobs_verify(&load->blobs, config) < 0
	    || image_config_read(image, config->text, config->length, config->name) < 0
	    || verify_layers(load, image, manifest, &size) < 0 || verify_tags(load, manifest) < 0)
		return NULL;
	if (record_addf(image, "size", "%lld", size) < 0) {
		fail("read %s: %m", load->blobs.what);
		return NULL;
	}
	return config;
}

static int verify_one(const struct record *manifest, void *context)
{
	struct load *load = context;
	autorecord struct record image = { 0 };

	if (!verify(load, manifest, &image))
		return -1;
	load->has_wish |= load->wish.image && strcmp(load->wish.image, record_get(&image, "id")) == 0;
	return 0;
}

static int check_wish(const struct load *load, const char *digest)
{
	const struct image_wish *wish = &load->wish;

	if (wish->archive && strcmp(wish->archive, digest) != 0)
		return fail("read %s: its digest is sha256:%s, not sha256:%s", load->blobs.what, digest, wish->archive);
	return wish->image && !load->has_wish
	       ? fail("read %s: image sha256:%s is not in it", load->blobs.what, wish->image) : 0;
}

static int commit_layers(const struct load *load, const struct record *image)
{
	for (const char *digest = NULL; (digest = record_next(image, "layer", digest));) {
		const struct blob *blob = blobs_find_layer(&load->blobs, digest);

		if (blob && stage_commit(&load->stage, blob->number, digest) < 0)
			return -1;
	}
	return stage_settle(&load->stage);
}

static int commit_tags(const struct load *load, const struct record *manifest, const char *id)
{
	char reference[REFERENCE_LENGTH + 1], before[ID_LENGTH + 1];
	int noted = 0;

	if (!record_get(manifest, "tag"))
		noted = record_add(load->loaded, "id", id);
	for (const char *tag = NULL; !noted && (tag = record_next(manifest, "tag", tag));) {
		reference_normalise(tag, reference);
		if (tags_find(reference, before) == 0 && strcmp(before, id) != 0)
			noted = record_addf(load->loaded, "replaced", "%s %s", reference, before);
		if (tags_set(reference, id) < 0)
			return -1;
		if (!noted)
			noted = record_add(load->loaded, "tag", reference);
	}
	if (noted < 0)
		return fail("read %s: %m", load->blobs.what);
	return tags_sync();
}

static int commit_one(const struct record *manifest, void *context)
{
	const struct load *load = context;
	autorecord struct record image = { 0 };
	const struct blob *config = verify(load, manifest, &image);

	if (!config || commit_layers(load, &image) < 0
	    || images_save(&image, config->text, config->length) < 0)
		return -1;
	if (commit_tags(load, manifest, record_get(&image, "id")) < 0)
		return -1;
	image_event(record_get(&image, "id"), "load", NULL);
	return 0;
}

static int load_all(int fd, struct load *load)
{
	struct archive_source source = { .fd = fd, .what = load->blobs.what, .gzip = true };
	char hex[ID_LENGTH + 1] = "";
	autoclose int lock = -1;
	struct digest digest;

	if (load->wish.archive) {
		digest_begin(&digest);
		source.digest = &digest;
	}
	if (image_archive_read(&source, &load->stage, &load->blobs, load->watch) < 0)
		return -1;
	if (load->wish.archive)
		digest_end(&digest, hex);
	if (image_manifest_each(&load->blobs, verify_one, load) < 0 || check_wish(load, hex) < 0
	    || stage_sync(&load->stage) < 0)
		return -1;
	lock = layers_lock(true);
	return lock < 0 ? -1 : image_manifest_each(&load->blobs, commit_one, load);
}

int image_load(int fd, const char *what, const struct image_wish *wish, const struct watch *watch,
	struct record *loaded)
{
	struct load load = { .loaded = loaded, .watch = watch };
	int done = -1;

	if (wish)
		load.wish = *wish;
	if (blobs_open(&load.blobs, what) < 0)
		return -1;
	if (stage_open(&load.stage) == 0 && allowance_read(&load.stage.allowance, load.wish.max_size) == 0)
		done = load_all(fd, &load);
	stage_close(&load.stage);
	blobs_close(&load.blobs);
	return done;
}
