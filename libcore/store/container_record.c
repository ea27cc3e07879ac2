/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "store/container_record.h"
#include "store/store.h"

bool container_record_in_ram(const struct record *record)
{
	return record_get(record, "auto_remove") || record_get(record, "ephemeral");
}

bool container_record_has_layer(const struct record *record)
{
	return !record_get(record, "read_only") && !record_get(record, "ephemeral");
}

static enum store_root root_of(const struct record *record)
{
	return container_record_in_ram(record) ? STORE_RUN : STORE_STATE;
}

/* containers/<id> below a root; silent, errno ENOENT, where there is none. */
static int open_existing(enum store_root root, const char *id)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/containers/%s", store_path(root), id);
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int open_made(enum store_root root, const char *id)
{
	autoclose int containers = store_open(root, "containers");
	int fd;

	if (containers < 0)
		return -1;
	fd = file_make_directory(containers, id, 0700);
	return fd < 0 ? fail("make %s/containers/%s: %m", store_path(root), id) : fd;
}

/* Everybody counts on these. A disk that lies about what it has written leaves other records. */
static bool is_whole(const struct record *record, const char *id)
{
	static const char *const keys[] = { "created", "lease", "image", "hostname", "network" };

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (!record_get(record, keys[i]))
			return false;
	return record_get(record, "id") && strcmp(record_get(record, "id"), id) == 0;
}

/* Why a record that is there can't be read. */
static int say_why(const char *id)
{
	if (errno == EACCES && geteuid() != 0)
		return fail("read the record of %s: %m (linkbox needs root)", id);
	return fail("read the record of %s: %s", id, record_trouble());
}

int container_record_load(struct record *record, const char *id)
{
	char path[ID_LENGTH + 32];

	snprintf(path, sizeof path, "containers/%s/record", id);
	for (int root = STORE_RUN; root >= STORE_STATE; root--) {
		if (store_load(record, (enum store_root)root, path) == 0) {
			if (is_whole(record, id))
				return 0;
			errno = EBADMSG;
		}
		if (errno == ENOENT || errno == ENOTDIR)
			continue;
		return say_why(id);
	}
	errno = ENOENT;
	return fail("No such container: %s", id);
}

int container_record_save(const struct record *record)
{
	const char *id = record_get(record, "id");
	enum store_root root = root_of(record);
	autoclose int directory = open_made(root, id);

	if (directory < 0)
		return -1;
	if (record_save(record, directory, "record", root == STORE_STATE) < 0)
		return fail("write %s/containers/%s/record: %m", store_path(root), id);
	return 0;
}

/* The directory is the lock: it is there as long as the record is. */
int container_record_hold(const char *id)
{
	for (int root = STORE_RUN; root >= STORE_STATE; root--) {
		autoclose int directory = open_existing((enum store_root)root, id);
		int held;

		if (directory < 0 || flock(directory, LOCK_EX) < 0 || faccessat(directory, "record", F_OK, 0) < 0)
			continue;
		held = directory;
		directory = -1;
		return held;
	}
	errno = ENOENT;
	return fail("No such container: %s", id);
}

int container_record_open(const struct record *record)
{
	return open_made(root_of(record), record_get(record, "id"));
}

int container_record_open_layer(const struct record *record)
{
	return open_made(record_get(record, "ephemeral") ? STORE_RUN : STORE_STATE, record_get(record, "id"));
}

int container_record_delete(const char *id)
{
	/* The record goes first: from then on the rest is garbage that anybody may sweep. */
	for (int root = STORE_RUN; root >= STORE_STATE; root--) {
		autoclose int directory = open_existing((enum store_root)root, id);

		if (directory < 0)
			continue;
		/* Who is changing it would bring it back, and so would a power cut within the next seconds. */
		if ((flock(directory, LOCK_EX) < 0 || unlinkat(directory, "record", 0) < 0
		     || (root == STORE_STATE && fsync(directory) < 0)) && errno != ENOENT)
			return fail("remove %s/containers/%s/record: %m",
				    store_path((enum store_root)root), id);
	}
	for (int root = STORE_RUN; root >= STORE_STATE; root--) {
		autoclose int containers = store_look((enum store_root)root, "containers");

		if (containers < 0 && errno == ENOENT)
			continue;
		if (containers < 0 || file_remove_tree(containers, id) < 0)
			return fail("remove %s/containers/%s: %m", store_path((enum store_root)root), id);
	}
	return 0;
}

bool container_record_has(const struct record *record, const char *file)
{
	autoclose int directory = open_existing(root_of(record), record_get(record, "id"));

	return directory >= 0 && faccessat(directory, file, F_OK, 0) == 0;
}

bool container_record_was_started(const struct record *record)
{
	return container_record_has(record, "hosts");
}

static bool is_id(const char *name)
{
	size_t length = 0;

	while (isxdigit((unsigned char)name[length]))
		length++;
	return length == ID_LENGTH && !name[length];
}

/* What container_record_each is to call, the one or the other, in the shape that store_each wants. */
struct calling {
	int (*each)(const char *id, void *context);
	int (*each_loaded)(struct record *record, void *context);
	void *context;
};

static int call_loaded(int containers, const char *id, const char *path, const struct calling *calling)
{
	struct record record autorecord = { 0 };

	if (record_load(&record, containers, path) == 0) {
		if (is_whole(&record, id))
			return calling->each_loaded(&record, calling->context);
		errno = EBADMSG;
	}
	return errno == ENOENT || errno == ENOTDIR ? 0 : say_why(id);
}

static int call(int containers, const char *id, void *context)
{
	const struct calling *calling = context;
	char path[ID_LENGTH + 8];

	if (!is_id(id))
		return 0;
	/* Half made, half removed, or the layer of a record in RAM: not a container. */
	snprintf(path, sizeof path, "%.*s/record", ID_LENGTH, id);
	if (calling->each_loaded)
		return call_loaded(containers, id, path, calling);
	return faccessat(containers, path, F_OK, 0) == 0 ? calling->each(id, calling->context) : 0;
}

static int call_each(struct calling *calling)
{
	int stop = store_each(STORE_RUN, "containers", call, calling);

	return stop ? stop : store_each(STORE_STATE, "containers", call, calling);
}

int container_record_each(int (*each)(const char *id, void *context), void *context)
{
	struct calling calling = { .each = each, .context = context };

	return call_each(&calling);
}

int container_record_each_loaded(int (*each)(struct record *record, void *context), void *context)
{
	struct calling calling = { .each_loaded = each, .context = context };

	return call_each(&calling);
}
