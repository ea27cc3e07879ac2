/* Manifests and indexes of image archives: "NAME\n" and its JSON, one after the other between lines
 * of dashes. What the name says of a digest is taken as true.
 * SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "fuzz.h"
#include "store/image/image_config.h"
#include "store/image/image_manifest.h"

static int read_image(const struct record *manifest, void *context)
{
	struct record image autorecord = { 0 };
	const struct blob *config;

	fuzz_expect(record_get(manifest, "config") != NULL);
	config = blobs_find(context, record_get(manifest, "config"));
	if (config && config->kind == BLOB_TEXT)
		image_config_read(&image, config->text, config->length, config->name);
	return 0;
}

static void add(struct blobs *blobs, char *part)
{
	const char *name = text_cut(&part, '\n'), *digest = text_after(name, "blobs/sha256/");
	struct blob *blob = blobs_add(blobs, BLOB_TEXT, name);

	if (!blob)
		return;
	blob->length = part ? strlen(part) : 0;
	blob->text = blobs_text_room(blobs, blob->length);
	if (part && blob->text)
		memcpy(blob->text, part, blob->length);
	snprintf(blob->digest, sizeof blob->digest, "%s", digest ? digest : "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = text;
	struct blobs blobs;

	fuzz_expect(blobs_open(&blobs, "archive") == 0);
	for (char *part; (part = fuzz_cut(&rest));)
		add(&blobs, part);
	image_manifest_each(&blobs, read_image, &blobs);
	blobs_close(&blobs);
	free(text);
	return 0;
}
