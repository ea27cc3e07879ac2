/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/image/digest.h"
#include "store/image/image_event.h"
#include "store/image/image_remove.h"
#include "store/image/image_users.h"
#include "store/image/images.h"
#include "store/image/layers.h"
#include "store/image/reference.h"
#include "store/archive/stage.h"
#include "store/image/tags.h"

struct removal {
	const char *reference;
	bool force;
	char id[ID_LENGTH + 1];
	struct image_users users;
	struct record tags;         /* tag=<reference> of each that leads to the image */
	unsigned count;             /* of them */
	struct record *removed;
	const struct stage *stage;
};

static int note_tag(const char *tag, const char *id, void *context)
{
	struct removal *removal = context;

	if (strcmp(id, removal->id) != 0 || !tags_may_go(tag))
		return 0;
	removal->count++;
	return record_add(&removal->tags, "tag", tag) < 0 ? fail("remove %s: %m", removal->reference) : 0;
}

static bool is_id(const struct removal *removal)
{
	const char *hex = text_after(removal->reference, "sha256:");

	return text_starts(removal->id, hex ? hex : removal->reference);
}

static int refuse(const struct removal *removal, const char *how, const char *user)
{
	return fail("conflict: unable to delete %.12s (%s) - image is being used by %s container %.12s", removal->id,
		    how, user == removal->users.running ? "running" : "stopped", user);
}

/* A stopped container yields to force, a running one to nothing. */
static bool is_in_use(const struct removal *removal)
{
	return *removal->users.running || (*removal->users.stopped && !removal->force);
}

static int refuse_use(const struct removal *removal)
{
	return *removal->users.running ? refuse(removal, "cannot be forced", removal->users.running)
				       : refuse(removal, "must be forced", removal->users.stopped);
}

static int refuse_place(const struct removal *removal)
{
	return fail("conflict: unable to delete %s (cannot be forced) - it is in a read-only store",
		    removal->reference);
}

static int untag(struct removal *removal, const char *tag)
{
	if (tags_delete(tag) < 0)
		return -1;
	removal->count--;
	image_event(removal->id, "untag", NULL);
	return record_add(removal->removed, "untagged", tag) < 0 ? fail("remove %s: %m", tag) : 0;
}

static int untag_all(struct removal *removal)
{
	for (const char *tag = NULL; (tag = record_next(&removal->tags, "tag", tag));)
		if (untag(removal, tag) < 0)
			return -1;
	record_drop(&removal->tags, NULL);
	return tags_sync();
}

/* Docker calls a layer by its chain, the digest of itself and all below it. Returns the layer of
 * this number, from the bottom; NULL past the top. */
static const char *chain_of(const struct record *image, unsigned number, char chain[ID_LENGTH + 1])
{
	char both[2 * ID_LENGTH + 32];
	const char *layer = record_get(image, "layer");

	for (unsigned i = 0; layer; i++) {
		if (i == 0) {
			strcpy(chain, layer);
		} else {
			snprintf(both, sizeof both, "sha256:%s sha256:%s", chain, layer);
			digest_of(both, strlen(both), chain);
		}
		if (i == number)
			return layer;
		layer = record_next(image, "layer", layer);
	}
	return NULL;
}

/* The topmost first. */
static int tell_layers(const struct removal *removal, const struct record *image, const struct record *gone)
{
	char chain[ID_LENGTH + 1];

	for (unsigned number = LAYERS_MOST; number-- > 0;) {
		const char *layer = chain_of(image, number, chain);

		if (layer && record_has(gone, "layer", layer)
		    && record_add(removal->removed, "deleted", chain) < 0)
			return fail("remove %s: %m", removal->reference);
	}
	return 0;
}

static int delete(const struct removal *removal)
{
	autorecord struct record image = { 0 }, gone = { 0 };

	if (!images_may_go(removal->id))
		return 0;
	if (images_load(&image, removal->id) < 0 || images_delete(removal->id) < 0
	    || layers_collect(removal->stage, &gone) < 0)
		return -1;
	image_event(removal->id, "delete", NULL);
	if (record_add(removal->removed, "deleted", removal->id) < 0)
		return fail("remove %s: %m", removal->reference);
	return tell_layers(removal, &image, &gone);
}

/* By tag: that tag goes, and with the last one the image, unless a container needs it. */
static int remove_tag(struct removal *removal)
{
	char reference[REFERENCE_LENGTH + 1];
	const char *user = *removal->users.running ? removal->users.running : removal->users.stopped;

	if (*user && removal->count == 1 && !removal->force)
		return fail("conflict: unable to remove repository reference \"%s\" (must force) - container %.12s "
			    "is using its referenced image %.12s", removal->reference, user, removal->id);
	reference_normalise(removal->reference, reference);
	if (!tags_may_go(reference))
		return refuse_place(removal);
	if (untag(removal, reference) < 0 || tags_sync() < 0)
		return -1;
	return removal->count || *user ? 0 : delete(removal);
}

/* By id: the image goes with its tag; with several only if forced. */
static int remove_id(struct removal *removal)
{
	if (!images_may_go(removal->id))
		return refuse_place(removal);
	if (is_in_use(removal))
		return refuse_use(removal);
	if (removal->count > 1 && !removal->force)
		return fail("conflict: unable to delete %.12s (must be forced) - image is referenced in multiple "
			    "repositories", removal->id);
	return untag_all(removal) < 0 ? -1 : delete(removal);
}

static int remove_locked(struct removal *removal)
{
	autoclose int lock = layers_lock(true);

	if (lock < 0)
		return -1;
	if (images_find(removal->reference, removal->id) < 0)
		return fail("No such image: %s", removal->reference);
	if (tags_each(note_tag, removal) || image_users_find(&removal->users) < 0)
		return -1;
	return is_id(removal) ? remove_id(removal) : remove_tag(removal);
}

int image_remove(const char *reference, bool force, struct record *removed)
{
	struct stage stage;
	struct removal removal = { .reference = reference, .force = force, .removed = removed, .stage = &stage };
	int done = -1;

	removal.users.image = removal.id;
	if (stage_open(&stage) == 0)
		done = remove_locked(&removal);
	stage_close(&stage);
	record_free(&removal.tags);
	return done;
}
