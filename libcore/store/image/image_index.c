/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "store/image/digest.h"
#include "store/image/image_index.h"
#include "store/image/image_platform.h"

enum { BLOB_NAME = 128, DEPTH_MOST = 3 };

struct walk {
	const struct blobs *blobs;
	int (*each)(const struct record *image, void *context);
	void *context;
};

static const char *text_of(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

/* The name of the blob that a descriptor means. -1 said. */
static int name_blob(const struct walk *walk, const cJSON *descriptor, char name[BLOB_NAME])
{
	const char *text = text_of(descriptor, "digest"), *digest = text ? digest_parse(text) : NULL;

	if (!digest)
		return fail("read %s: a descriptor has no sha256 digest", walk->blobs->what);
	snprintf(name, BLOB_NAME, "blobs/sha256/%s", digest);
	return 0;
}

/* The JSON that a descriptor means, verified; NULL said. */
static cJSON *open_blob(const struct walk *walk, const cJSON *descriptor)
{
	const struct blob *blob;
	char name[BLOB_NAME];
	cJSON *root;

	if (name_blob(walk, descriptor, name) < 0)
		return NULL;
	blob = blobs_find(walk->blobs, name);
	if (!blob || blob->kind != BLOB_TEXT) {
		fail("read %s: manifest %s named by the index is not in the archive", walk->blobs->what, name);
		return NULL;
	}
	if (blobs_verify(walk->blobs, blob) < 0)
		return NULL;
	root = cJSON_ParseWithLength(blob->text, blob->length);
	if (!cJSON_IsObject(root)) {
		cJSON_Delete(root);
		fail("read %s: manifest %s is no JSON object", walk->blobs->what, name);
		return NULL;
	}
	return root;
}

static int add_blob(const struct walk *walk, struct record *image, const char *key, const cJSON *descriptor)
{
	char name[BLOB_NAME];

	if (name_blob(walk, descriptor, name) < 0)
		return -1;
	return record_add(image, key, name) < 0 ? fail("read %s: %m", walk->blobs->what) : 0;
}

/* A manifest: hand its image on. */
static int visit_manifest(const struct walk *walk, const cJSON *manifest, const char *tag)
{
	autorecord struct record image = { 0 };
	const cJSON *layer;

	if (add_blob(walk, &image, "config", cJSON_GetObjectItemCaseSensitive(manifest, "config")) < 0)
		return -1;
	cJSON_ArrayForEach(layer, cJSON_GetObjectItemCaseSensitive(manifest, "layers"))
		if (add_blob(walk, &image, "layer", layer) < 0)
			return -1;
	if (tag && record_add(&image, "tag", tag) < 0)
		return fail("read %s: %m", walk->blobs->what);
	return walk->each(&image, walk->context);
}

/* What buildx says about how an image was made stands among the images, for no platform. */
static bool is_attestation(const cJSON *descriptor)
{
	const char *type = text_of(cJSON_GetObjectItemCaseSensitive(descriptor, "annotations"),
				   "vnd.docker.reference.type");

	return type && strcmp(type, "attestation-manifest") == 0;
}

static bool is_for_us(const cJSON *descriptor)
{
	const char *architecture = text_of(cJSON_GetObjectItemCaseSensitive(descriptor, "platform"),
					   "architecture");

	return !is_attestation(descriptor) && (!architecture || strcmp(architecture, image_platform()) == 0);
}

static int visit(const struct walk *walk, const cJSON *descriptor, const char *tag, int depth);

/* An index below the index: one image for several platforms, of which we take ours. */
static int visit_platforms(const struct walk *walk, const cJSON *manifests, const char *tag, int depth)
{
	const cJSON *descriptor;

	cJSON_ArrayForEach(descriptor, manifests)
		if (is_for_us(descriptor))
			return visit(walk, descriptor, tag, depth);
	return fail("read %s: it has no image for this machine's architecture, %s", walk->blobs->what,
		    image_platform());
}

static int visit(const struct walk *walk, const cJSON *descriptor, const char *tag, int depth)
{
	cJSON *root = open_blob(walk, descriptor);
	const cJSON *manifests = cJSON_GetObjectItemCaseSensitive(root, "manifests");
	int stop;

	if (!root)
		return -1;
	if (!manifests)
		stop = visit_manifest(walk, root, tag);
	else if (depth < DEPTH_MOST)
		stop = visit_platforms(walk, manifests, tag, depth + 1);
	else
		stop = fail("read %s: its indexes are nested too deep", walk->blobs->what);
	cJSON_Delete(root);
	return stop;
}

/* Docker and containerd write the whole reference beside the name that OCI has for it. */
static const char *tag_of(const cJSON *descriptor)
{
	const cJSON *annotations = cJSON_GetObjectItemCaseSensitive(descriptor, "annotations");
	const char *tag = text_of(annotations, "io.containerd.image.name");

	return tag ? tag : text_of(annotations, "org.opencontainers.image.ref.name");
}

int image_index_each(const struct blobs *blobs,
	int (*each)(const struct record *image, void *context), void *context)
{
	struct walk walk = { blobs, each, context };
	const struct blob *blob = blobs_find(blobs, "index.json");
	const cJSON *descriptor;
	cJSON *root;
	int stop = 0;

	if (!blob || blob->kind != BLOB_TEXT)
		return fail("read %s: neither manifest.json nor index.json is in it: no archive of images",
			    blobs->what);
	root = cJSON_ParseWithLength(blob->text, blob->length);
	if (!cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(root, "manifests")))
		stop = fail("read %s: index.json names no manifests", blobs->what);
	cJSON_ArrayForEach(descriptor, cJSON_GetObjectItemCaseSensitive(root, "manifests"))
		if (!stop && !is_attestation(descriptor))
			stop = visit(&walk, descriptor, tag_of(descriptor), 0);
	cJSON_Delete(root);
	return stop;
}
