/* On disk: layers/.stage.<pid>.<n>/, in which <number>/ is a layer in the making, -<digest>/ one on
 * its way out, and +<digest> an empty file for one that must stay. SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"
#include "store/image/digest.h"
#include "store/archive/stage.h"
#include "store/store.h"

#define STAGE_PREFIX ".stage."
enum { LAYER_NAME = ID_LENGTH + 2 };

/* Lock a stage that may be going: a descriptor, -1 and errno EWOULDBLOCK if its process lives. */
static int lock(int layers, const char *name)
{
	int fd = openat(layers, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &status) == 0 && status.st_nlink)
		return fd;
	auto_close(&fd);
	return -1;
}

static void sweep(int layers)
{
	int fd = openat(layers, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!directory) {
		auto_close(&fd);
		return;
	}
	while ((entry = readdir(directory))) {
		autoclose int stage = -1;

		if (text_starts(entry->d_name, STAGE_PREFIX))
			stage = lock(layers, entry->d_name);
		/* What can't be removed now is the next one's to sweep. */
		if (stage >= 0)
			file_remove_tree(layers, entry->d_name);
	}
	closedir(directory);
}

/* A name that nobody has, locked before anybody sweeps it. */
static int make(struct stage *stage)
{
	for (unsigned n = 0;; n++) {
		snprintf(stage->name, sizeof stage->name, STAGE_PREFIX "%ld.%u", (long)getpid(), n);
		if (mkdirat(stage->layers, stage->name, 0700) < 0) {
			if (errno == EEXIST)
				continue;
			return -1;
		}
		stage->directory = lock(stage->layers, stage->name);
		if (stage->directory >= 0 || (errno != EWOULDBLOCK && errno != ENOENT))
			return stage->directory;
	}
}

int stage_open(struct stage *stage)
{
	*stage = (struct stage){ .directory = -1 };
	stage->layers = store_open(STORE_STATE, "layers");
	if (stage->layers < 0)
		return -1;
	sweep(stage->layers);
	if (make(stage) < 0)
		return fail("make a directory in %s/layers: %m", store_path(STORE_STATE));
	return 0;
}

void stage_close(struct stage *stage)
{
	if (stage->directory >= 0)
		file_remove_tree(stage->layers, stage->name);
	auto_close(&stage->directory);
	auto_close(&stage->layers);
}

static const struct packer *chosen;

void stage_pack(const struct packer *packer)
{
	chosen = packer;
}

const struct packer *stage_packer(void)
{
	return chosen;
}

static int make_layer(const struct stage *stage, const char *name)
{
	if (chosen)
		return openat(stage->directory, name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	return file_make_directory(stage->directory, name, 0755);
}

int stage_layer(struct stage *stage, unsigned *number)
{
	char name[LAYER_NAME];
	int fd;

	*number = stage->used++;
	snprintf(name, sizeof name, "%u", *number);
	/* The root of the layer; its entry in the archive, if it has one, knows better. */
	fd = make_layer(stage, name);
	if (fd < 0 || (!chosen && fchmod(fd, 0755) < 0)) {
		auto_close(&fd);
		return fail("make a directory in %s/layers: %m", store_path(STORE_STATE));
	}
	return fd;
}

void stage_drop(const struct stage *stage, unsigned number)
{
	char name[LAYER_NAME];

	snprintf(name, sizeof name, "%u", number);
	file_remove_tree(stage->directory, name);
}

int stage_sync(const struct stage *stage)
{
	if (syncfs(stage->directory) < 0)
		return fail("write %s/layers: %m", store_path(STORE_STATE));
	return 0;
}

int stage_commit(const struct stage *stage, unsigned number, const char *digest)
{
	char name[LAYER_NAME];

	snprintf(name, sizeof name, "%u", number);
	if (renameat(stage->directory, name, stage->layers, digest) == 0 || errno == EEXIST
	    || errno == ENOTEMPTY || errno == EISDIR || errno == ENOTDIR)
		return 0;
	/* Of two images with the same layer the first has moved it. */
	if (errno == ENOENT && faccessat(stage->layers, digest, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	return fail("put layer %s into %s/layers: %m", digest, store_path(STORE_STATE));
}

int stage_settle(const struct stage *stage)
{
	return fsync(stage->layers) < 0 ? fail("write %s/layers: %m", store_path(STORE_STATE)) : 0;
}

int stage_withdraw(const struct stage *stage, const char *digest)
{
	char name[LAYER_NAME];

	snprintf(name, sizeof name, "-%s", digest);
	if (renameat(stage->layers, digest, stage->directory, name) == 0 || errno == ENOENT)
		return 0;
	return fail("take layer %s out of %s/layers: %m", digest, store_path(STORE_STATE));
}

int stage_keep(const struct stage *stage, const char *digest)
{
	char name[LAYER_NAME];
	autoclose int fd = -1;

	snprintf(name, sizeof name, "+%s", digest);
	fd = openat(stage->directory, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return fd < 0 ? fail("write %s/layers: %m", store_path(STORE_STATE)) : 0;
}

static int each_kept_by(int layers, const char *name, int (*each)(const char *, void *), void *context)
{
	int fd = openat(layers, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), stop = 0;
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!directory) {
		auto_close(&fd);
		return 0;   /* it has ended meanwhile */
	}
	while (!stop && (entry = readdir(directory)))
		if (entry->d_name[0] == '+')
			stop = each(entry->d_name + 1, context);
	closedir(directory);
	return stop;
}

int stage_each_kept(int (*each)(const char *digest, void *context), void *context)
{
	int layers = store_open(STORE_STATE, "layers"), stop = 0;
	DIR *directory = layers < 0 ? NULL : fdopendir(layers);
	struct dirent *entry;

	if (!directory) {
		auto_close(&layers);
		return -1;
	}
	while (!stop && (entry = readdir(directory)))
		if (text_starts(entry->d_name, STAGE_PREFIX))
			stop = each_kept_by(layers, entry->d_name, each, context);
	closedir(directory);
	return stop;
}
