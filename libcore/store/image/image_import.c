/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/packed.h"
#include "store/archive/directory_stream.h"
#include "store/image/digest.h"
#include "store/image/image_change.h"
#include "store/image/image_config.h"
#include "store/image/image_event.h"
#include "store/image/image_import.h"
#include "store/image/image_platform.h"
#include "store/image/images.h"
#include "store/image/layer_stream.h"
#include "store/image/layers.h"
#include "store/archive/stage.h"
#include "store/image/tags.h"
#include "store/places.h"
#include "store/store.h"

enum { PIECE = 1 << 17 };

/* What the image is, but for its layer. */
static int describe(const struct image_import *import, struct record *image)
{
	struct timespec now = { 0 };
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	/* What is made for another machine is the same whenever it is made. */
	if (!places_are_moved())
		clock_gettime(CLOCK_REALTIME, &now);
	else if (epoch)
		now.tv_sec = strtoll(epoch, NULL, 10);
	if (record_addf(image, "created", "%lld.%09ld", (long long)now.tv_sec, now.tv_nsec) < 0
	    || record_add(image, "architecture", image_platform()) < 0
	    || record_add(image, "os", "linux") < 0
	    || (import->comment ? record_add(image, "comment", import->comment)
				: record_add(image, "comment", "Imported from -")) < 0)
		return fail("import %s: %m", import->source);
	for (const char *change = NULL; (change = record_next(import->changes, "change", change));)
		if (image_change(image, change) < 0)
			return -1;
	return 0;
}

/* Read until a piece is full: what its beginning says decides how the rest is read. */
static ssize_t read_piece(int fd, unsigned char *piece)
{
	size_t used = 0;

	while (used < PIECE) {
		ssize_t got = read(fd, piece + used, PIECE - used);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		used += (size_t)got;
	}
	return (ssize_t)used;
}

struct source {
	int fd;
	const char *what;
	long long size;                /* 0: unknown */
	struct allowance *allowance;
	const struct watch *watch;
};

/* Unpack what the source gives into a layer's directory. */
static int unpack_source(const struct source *source, int directory, struct layer_facts *facts)
{
	static unsigned char piece[PIECE];
	const struct watch *watch = source->watch;
	struct unpack unpack = { .what = source->what, .directory = directory, .packer = stage_packer(),
				 .allowance = source->allowance };
	struct layer_stream stream;
	ssize_t got = read_piece(source->fd, piece);
	long long done = 0;

	if (got < 0)
		return fail("read %s: %m", source->what);
	if (layer_stream_begin(&stream, &unpack, gunzip_knows(piece, (size_t)got)) < 0)
		return -1;
	while (got > 0 && layer_stream_feed(&stream, piece, (size_t)got) == 0) {
		done += got;
		if (watch)
			watch->tell(watch->context, source->what, done, source->size);
		got = read_piece(source->fd, piece);
		if (got < 0) {
			fail("read %s: %m", source->what);
			layer_stream_cancel(&stream);
			return -1;
		}
	}
	return layer_stream_end(&stream, facts);
}

/* A directory is read by a process of its own, which makes a stream of it. */
static int unpack_directory(const struct source *source, int directory, struct layer_facts *facts)
{
	struct directory_stream stream;
	struct source tar = *source;
	int unpacked;

	if (directory_stream_open(&stream, source->fd, DIRECTORY_TREE, source->what) < 0)
		return -1;
	tar.fd = stream.fd;
	unpacked = unpack_source(&tar, directory, facts);
	return directory_stream_close(&stream) < 0 ? -1 : unpacked;
}

/* Write the image that a draft and its layer have become, and its tag. Under the lock. */
static int save(const struct image_import *import, const struct record *draft, long long size,
	char id[ID_LENGTH + 1])
{
	autofree char *config = image_config_write(draft);
	autorecord struct record image = { 0 };

	if (!config || image_config_read(&image, config, strlen(config), import->source) < 0)
		return -1;
	if (record_addf(&image, "size", "%lld", size) < 0
	    || record_copy(&image, draft, "directory") < 0)
		return fail("import %s: %m", import->source);
	strcpy(id, record_get(&image, "id"));
	if (images_save(&image, config, strlen(config)) < 0)
		return -1;
	if (import->reference && (tags_set(import->reference, id) < 0 || tags_sync() < 0))
		return -1;
	if (import->reference)
		image_event(id, "tag", import->name);
	image_event(id, "import", NULL);
	return 0;
}

static int import_stream(const struct image_import *import, int fd, struct stage *stage,
	struct record *draft, char id[ID_LENGTH + 1])
{
	struct layer_facts facts = { 0 };
	unsigned number;
	autoclose int lock = -1, directory = stage_layer(stage, &number);
	struct source source = {
		.fd = fd, .what = strcmp(import->source, "-") == 0 ? "standard input" : import->source,
		.watch = import->watch, .allowance = &stage->allowance,
	};
	struct stat status;

	if (directory < 0 || fstat(fd, &status) < 0 || allowance_read(&stage->allowance, import->max_size) < 0)
		return -1;
	source.size = S_ISREG(status.st_mode) ? status.st_size : 0;
	if ((S_ISDIR(status.st_mode) ? unpack_directory : unpack_source)(&source, directory, &facts) < 0
	    || stage_sync(stage) < 0)
		return -1;
	if (record_add(draft, "layer", facts.plain.digest) < 0)
		return fail("import %s: %m", import->source);
	lock = layers_lock(true);
	if (lock < 0 || stage_commit(stage, number, facts.plain.digest) < 0 || stage_settle(stage) < 0)
		return -1;
	return save(import, draft, facts.plain.size, id);
}

/* An image in a file is what the file is: its digest is that of the image's only layer. */
static int digest_file(const struct image_import *import, int fd, struct record *draft, long long *size)
{
	static unsigned char piece[PIECE];
	char hex[ID_LENGTH + 1];
	struct digest digest;
	off_t total = lseek(fd, 0, SEEK_END);
	ssize_t got;

	digest_begin(&digest);
	for (*size = 0; (got = pread(fd, piece, PIECE, *size)) > 0; *size += got) {
		digest_add(&digest, piece, (size_t)got);
		if (import->watch)
			import->watch->tell(import->watch->context, import->source, *size + got, total);
	}
	if (got < 0)
		return fail("read %s: %m", import->source);
	digest_end(&digest, hex);
	return record_add(draft, "layer", hex) < 0 ? fail("import %s: %m", import->source) : 0;
}

/* What stands in one tree stays together, wherever that is on the other machine. */
static int lead_from_store(char path[PATH_MAX])
{
	const char *store = store_path(STORE_STATE);
	char way[PATH_MAX] = "";
	size_t same = 0;

	for (size_t i = 0; store[i] == path[i] && path[i]; i++)
		if (path[i] == '/')
			same = i;
	for (const char *at = store + same; at; at = strchr(at + 1, '/'))
		if (strlen(strcat(way, "../")) + 4 > sizeof way)
			return errno = ENAMETOOLONG, -1;
	if (strlen(way) + strlen(path + same + 1) >= sizeof way)
		return errno = ENAMETOOLONG, -1;
	strcpy(path, strcat(way, path + same + 1));
	return 0;
}

static int import_in_place(const struct image_import *import, int fd, struct record *draft, char id[ID_LENGTH + 1])
{
	char path[PATH_MAX];
	struct stat status;
	autoclose int lock = -1;
	long long size = 0;

	if (!realpath(import->source, path) || fstat(fd, &status) < 0)
		return fail("open %s: %m", import->source);
	if (!S_ISDIR(status.st_mode) && !packed_type(fd))
		return fail("import %s in place: it is neither a directory, nor a squashfs or erofs", import->source);
	if ((places_are_moved() && lead_from_store(path) < 0) || record_add(draft, "directory", path) < 0
	    || record_addf(draft, "created_by", "import --in-place %s", path) < 0)
		return fail("import %s: %m", import->source);
	if (!S_ISDIR(status.st_mode) && digest_file(import, fd, draft, &size) < 0)
		return -1;
	lock = layers_lock(true);
	return lock < 0 ? -1 : save(import, draft, size, id);
}

int image_import(const struct image_import *import, char id[ID_LENGTH + 1])
{
	autorecord struct record draft = { 0 };
	struct stage stage;
	autoclose int fd = -1;
	int done;

	if (describe(import, &draft) < 0)
		return -1;
	fd = strcmp(import->source, "-") == 0 ? dup(STDIN_FILENO) : open(import->source, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail("open %s: %m", import->source);
	if (import->in_place)
		return import_in_place(import, fd, &draft, id);
	done = stage_open(&stage) < 0 ? -1 : import_stream(import, fd, &stage, &draft, id);
	stage_close(&stage);
	return done;
}
