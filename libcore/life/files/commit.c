/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/stream.h"
#include "base/text.h"
#include "life/files/commit.h"
#include "life/files/commit_pause.h"
#include "store/container_record.h"
#include "store/archive/directory_stream.h"
#include "store/image/image_change.h"
#include "store/image/image_config.h"
#include "store/image/image_platform.h"
#include "store/image/images.h"
#include "store/image/layers.h"
#include "store/archive/stage.h"
#include "store/status.h"
#include "store/image/tags.h"
#include "store/archive/unpack.h"

/* What a tar without an entry has: no layer comes of it. */
static const char empty_layer[] = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

static int copy_keys(struct record *draft, const struct record *container)
{
	static const char *const keys[] = {
		"entrypoint", "command", "env", "workdir", "user", "expose", "label", "volume", "stop_signal", "shell",
	};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (record_copy(draft, container, keys[i]) < 0)
			return -1;
	for (const char *line = NULL; (line = record_line(container, line));) {
		const char *value = strchr(line, '=') + 1;
		char key[64];

		snprintf(key, sizeof key, "%.*s", (int)(value - 1 - line), line);
		if (text_starts(key, "health_") && record_add(draft, key, value) < 0)
			return -1;
	}
	return 0;
}

/* The words of its command: what made the layer. */
static int add_maker(struct record *draft, const struct record *container)
{
	autofree char *text = NULL;
	size_t length;
	FILE *out = stream_open(&text, &length);
	const char *first = record_get(container, "command");

	if (!out)
		return -1;
	for (const char *word = NULL; (word = record_next(container, "command", word));)
		fprintf(out, "%s%s", word == first ? "" : " ", word);
	return stream_close(out) < 0 || record_add(draft, "created_by", text) < 0 ? -1 : 0;
}

static int add_text(struct record *draft, const char *key, const char *text)
{
	return text && *text ? record_add(draft, key, text) : 0;
}

/* What the image is to be, but for its new layer. */
static int describe(const struct commit *commit, const struct record *container, const struct record *base,
	struct record *draft)
{
	const char *architecture = record_get(base, "architecture");

	if (status_stamp(draft, "created") < 0 || copy_keys(draft, container) < 0 || add_maker(draft, container) < 0
	    || record_add(draft, "architecture", architecture ? architecture : image_platform()) < 0
	    || record_add(draft, "os", "linux") < 0 || add_text(draft, "author", commit->author) < 0
	    || add_text(draft, "comment", commit->comment) < 0 || record_copy(draft, container, "layer") < 0
	    || add_text(draft, "parent", record_get(container, "image_id")) < 0)
		return fail("commit %.12s: %m", commit->id);
	for (const char *change = NULL; (change = record_next(commit->changes, "change", change));)
		if (image_change(draft, change) < 0)
			return -1;
	return 0;
}

/* Write what the container has changed into a layer of the stage. */
static int make_layer(const struct commit *commit, int upper, int directory, struct unpacked *facts)
{
	struct unpack unpack = { .what = commit->id, .directory = directory, .whiteouts = true };
	struct directory_stream stream;
	long long total = commit->watch ? directory_stream_size(upper, DIRECTORY_CHANGES, commit->id) : 0;
	int result = -1;

	if (total < 0 || directory_stream_open(&stream, upper, DIRECTORY_CHANGES, commit->id) < 0)
		return -1;
	if (unpack_begin(&unpack) == 0) {
		if (unpack_feed_all(&unpack, stream.fd, commit->watch, total) == 0)
			result = unpack_end(&unpack, facts);
		else
			unpack_cancel(&unpack);
	}
	return directory_stream_close(&stream) < 0 ? -1 : result;
}

/* The same while nothing moves. One that is removed meanwhile has lost what we looked for. */
static int take_changes(const struct commit *commit, const struct record *container, int directory,
	struct unpacked *facts)
{
	autoclose int layer = container_record_open_layer(container);
	autoclose int upper = layer < 0 ? -1 : openat(layer, "upper", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct record again autorecord = { 0 };
	struct commit_pause pause;
	int made;

	strcpy(facts->digest, empty_layer);
	if (layer < 0)
		return -1;
	if (upper < 0)
		return errno == ENOENT ? 0 : fail("commit %.12s: %m", commit->id);
	if (commit->pause)
		commit_pause_begin(&pause, commit->id);
	made = make_layer(commit, upper, directory, facts);
	if (commit->pause)
		commit_pause_end(&pause);
	return made < 0 ? -1 : container_record_load(&again, commit->id);
}

/* Write the image and its tag. Under the lock. */
static int save(const struct commit *commit, const struct record *draft, long long size, char id[ID_LENGTH + 1])
{
	autofree char *config = image_config_write(draft);
	autorecord struct record image = { 0 };

	if (!config || image_config_read(&image, config, strlen(config), commit->id) < 0)
		return -1;
	if (record_addf(&image, "size", "%lld", size) < 0 || record_copy(&image, draft, "parent") < 0
	    || record_add(&image, "container", commit->id) < 0)
		return fail("commit %.12s: %m", commit->id);
	strcpy(id, record_get(&image, "id"));
	if (images_save(&image, config, strlen(config)) < 0)
		return -1;
	if (!commit->reference)
		return 0;
	return tags_set(commit->reference, id) < 0 ? -1 : tags_sync();
}

static int commit_staged(const struct commit *commit, const struct record *container, const struct record *base,
	struct stage *stage, char id[ID_LENGTH + 1])
{
	struct record draft autorecord = { 0 };
	struct unpacked facts = { .size = 0 };
	unsigned number;
	autoclose int lock = -1, directory = stage_layer(stage, &number);
	bool empty;

	if (directory < 0 || describe(commit, container, base, &draft) < 0
	    || take_changes(commit, container, directory, &facts) < 0)
		return -1;
	empty = strcmp(facts.digest, empty_layer) == 0;
	if (record_add(&draft, empty ? "empty_step" : "layer", empty ? "yes" : facts.digest) < 0)
		return fail("commit %.12s: %m", commit->id);
	if (!empty && stage_sync(stage) < 0)
		return -1;
	lock = layers_lock(true);
	if (lock < 0 || (!empty && (stage_commit(stage, number, facts.digest) < 0 || stage_settle(stage) < 0)))
		return -1;
	return save(commit, &draft, record_number(base, "size", 0) + facts.size, id);
}

int commit_container(const struct commit *commit, char image[ID_LENGTH + 1])
{
	struct record container autorecord = { 0 }, base autorecord = { 0 };
	struct stage stage;
	bool silent;
	int done;

	if (container_record_load(&container, commit->id) < 0)
		return -1;
	if (record_get(&container, "ephemeral"))
		return fail("commit %.12s: what it writes is in RAM (--ephemeral); use export and import", commit->id);
	if (record_get(&container, "directory"))
		return fail("commit %.12s: its image is used in place; use export and import",
			    commit->id);
	/* It may have been removed by force: its layers are still here. */
	silent = fail_silently(true);
	images_load(&base, record_get(&container, "image_id"));
	fail_silently(silent);
	done = stage_open(&stage) < 0 ? -1 : commit_staged(commit, &container, &base, &stage, image);
	stage_close(&stage);
	return done;
}
