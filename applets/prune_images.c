/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "prune.h"
#include "show/layer_size.h"
#include "store/image/image_remove.h"
#include "store/image/image_users.h"
#include "store/image/images.h"
#include "store/image/layers.h"

struct search {
	const struct prune_filter *filter;
	bool all;
	struct record found;      /* id=<64 hex> of each image, before it tag=<reference> of its names */
};

static int note(const char *tag, const char *id, void *context)
{
	struct search *search = context;
	struct image_users users = { .image = id };
	autorecord struct record image = { 0 };

	if (tag && !search->all)
		return 0;
	if (images_load(&image, id) < 0 || image_users_find(&users) < 0)
		return -1;
	if (*users.running || *users.stopped || !prune_filter_accepts(search->filter, &image))
		return 0;
	return record_add(&search->found, tag ? "tag" : "id", tag ? tag : id) < 0 ? fail("prune the images: %m") : 0;
}

static void print(const struct record *removed, bool first)
{
	for (const char *line = NULL; (line = record_line(removed, line)); first = false) {
		const char *untagged = text_after(line, "untagged=");

		if (first)
			puts("Deleted Images:");
		printf(untagged ? "untagged: %s\n" : "deleted: sha256:%s\n", untagged ? untagged : text_after(line, "deleted="));
	}
}

/* The sizes of the image's layers, under "size", in their order. */
static void measure(const struct record *image, struct record *sizes)
{
	for (const char *layer = NULL; (layer = record_next(image, "layer", layer));)
		record_addf(sizes, "size", "%llu", layer_size(layer));
}

static unsigned long long count_gone(const struct record *image, const struct record *sizes)
{
	const char *size = record_get(sizes, "size");
	unsigned long long bytes = 0, number;

	for (const char *layer = NULL; size && (layer = record_next(image, "layer", layer));) {
		if (sscanf(size, "%llu", &number) == 1 && !layers_have(layer))
			bytes += number;
		size = record_next(sizes, "size", size);
	}
	return bytes;
}

/* One that has got a user meanwhile stays. True if something has gone. */
static bool remove_one(const char *reference, bool first, unsigned long long *reclaimed)
{
	autorecord struct record image = { 0 }, sizes = { 0 }, removed = { 0 };
	bool silent = fail_silently(true);
	char id[ID_LENGTH + 1];

	if (images_find(reference, id) == 0 && images_load(&image, id) == 0) {
		measure(&image, &sizes);
		image_remove(reference, false, &removed);
		*reclaimed += count_gone(&image, &sizes);
		print(&removed, first);
	}
	fail_silently(silent);
	return record_line(&removed, NULL) != NULL;
}

int prune_images(const struct prune_filter *filter, bool all, unsigned long long *reclaimed)
{
	struct search search = { .filter = filter, .all = all };
	int result = images_each(note, &search);
	bool any = false;

	for (const char *line = NULL; !result && (line = record_line(&search.found, line));)
		any |= remove_one(strchr(line, '=') + 1, !any, reclaimed);
	if (any)
		puts("");
	record_free(&search.found);
	return result;
}
