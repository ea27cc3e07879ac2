/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/image/blobs.h"

int blobs_open(struct blobs *blobs, const char *what)
{
	*blobs = (struct blobs){ .what = what, .all = calloc(BLOBS_MOST, sizeof *blobs->all) };
	return blobs->all ? 0 : fail("read %s: %m", what);
}

void blobs_close(struct blobs *blobs)
{
	for (unsigned i = 0; i < blobs->count; i++) {
		free(blobs->all[i].name);
		free(blobs->all[i].text);
	}
	free(blobs->all);
}

struct blob *blobs_add(struct blobs *blobs, enum blob_kind kind, const char *name)
{
	struct blob *blob = &blobs->all[blobs->count];

	if (blobs->count == BLOBS_MOST) {
		fail("read %s: more than %d files", blobs->what, BLOBS_MOST);
		return NULL;
	}
	*blob = (struct blob){ .kind = kind, .name = strdup(name) };
	if (!blob->name) {
		fail("read %s: %m", blobs->what);
		return NULL;
	}
	blobs->count++;
	return blob;
}

char *blobs_text_room(struct blobs *blobs, size_t length)
{
	char *text;

	if (length > BLOB_TEXTS_MOST - blobs->text_bytes) {
		fail("read %s: more than %d MiB of JSON", blobs->what, BLOB_TEXTS_MOST >> 20);
		return NULL;
	}
	text = calloc(length + 1, 1);
	if (!text)
		fail("read %s: %m", blobs->what);
	blobs->text_bytes += length;
	return text;
}

static const struct blob *find_once(const struct blobs *blobs, const char *name)
{
	for (unsigned i = blobs->count; i-- > 0;)
		if (strcmp(blobs->all[i].name, name) == 0)
			return &blobs->all[i];
	return NULL;
}

const struct blob *blobs_find(const struct blobs *blobs, const char *name)
{
	enum { LINKS = 8 };
	const struct blob *blob = find_once(blobs, name);

	for (int followed = 0; blob && blob->kind == BLOB_LINK; followed++)
		blob = followed < LINKS ? find_once(blobs, blob->text) : NULL;
	return blob;
}

const struct blob *blobs_find_layer(const struct blobs *blobs, const char *layer)
{
	for (unsigned i = 0; i < blobs->count; i++)
		if (blobs->all[i].staged && strcmp(blobs->all[i].layer, layer) == 0)
			return &blobs->all[i];
	return NULL;
}

int blobs_verify(const struct blobs *blobs, const struct blob *blob)
{
	const char *digest = text_after(blob->name, "blobs/sha256/");
	const char *last = strrchr(blob->name, '/');

	if (!digest) {
		digest = last ? last + 1 : blob->name;
		if (strcspn(digest, ".") != ID_LENGTH || strcmp(digest + ID_LENGTH, ".json") != 0)
			return 0;
	}
	if (strncmp(digest, blob->digest, ID_LENGTH) == 0)
		return 0;
	return fail("read %s: %s is damaged: its digest is sha256:%s", blobs->what, blob->name, blob->digest);
}
