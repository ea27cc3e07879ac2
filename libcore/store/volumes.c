/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"
#include "store/events.h"
#include "store/lock.h"
#include "store/status.h"
#include "store/store.h"
#include "store/volumes.h"

int volumes_lock(void)
{
	autoclose int run = store_open(STORE_RUN, "");
	int lock = run < 0 ? -1 : lock_take(run, "volumes.lock");

	return lock < 0 && run >= 0 ? fail("lock %s/volumes.lock: %m", store_path(STORE_RUN)) : lock;
}

int volumes_check_name(const char *name)
{
	if (strlen(name) < 2)
		return fail("create %s: volume name is too short, names should be at least two alphanumeric "
			    "characters", name);
	if (!text_is_word(name, "_.-"))
		return fail("create %s: \"%s\" includes invalid characters for a local volume name, only "
			    "\"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, "
			    "use absolute path", name, name);
	if (strlen(name) > NAME_LENGTH)
		return fail("create %.16s...: the name of a volume has at most %d characters", name, NAME_LENGTH);
	return 0;
}

static int open_one(int volumes, const char *name)
{
	return openat(volumes, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

static int save(int directory, const char *name, const struct record *wish)
{
	struct record volume autorecord = { 0 };

	if (record_add(&volume, "name", name) < 0 || status_stamp(&volume, "created") < 0
	    || record_copy(&volume, wish, NULL) < 0)
		return -1;
	return record_save(&volume, directory, "record", true);
}

int volumes_make(const char *name, const struct record *wish)
{
	autoclose int volumes = store_open(STORE_STATE, "volumes");
	autoclose int before = volumes < 0 ? -1 : open_one(volumes, name);
	autoclose int directory = -1, data = -1;

	if (volumes < 0)
		return -1;
	if (before >= 0 && faccessat(before, "record", F_OK, 0) == 0)
		return 0;
	/* Half made or half removed. */
	if (before >= 0 && file_remove_tree(volumes, name) < 0)
		return fail("remove %s/volumes/%s: %m", store_path(STORE_STATE), name);
	directory = file_make_directory(volumes, name, 0711);
	data = directory < 0 ? -1 : file_make_directory(directory, "_data", 0755);
	if (data < 0 || fchmod(data, 0755) < 0 || save(directory, name, wish) < 0)
		return fail("create volume %s: %m", name);
	events_other("volume", name, NULL, "create", "driver", "local", NULL);
	return 0;
}

int volumes_load(struct record *volume, const char *name)
{
	autoclose int volumes = store_look(STORE_STATE, "volumes");
	autoclose int directory = -1;

	if (volumes < 0 && errno != ENOENT)
		return fail("open %s/volumes: %m", store_path(STORE_STATE));
	directory = volumes >= 0 && text_is_word(name, "_.-") ? open_one(volumes, name) : -1;
	if (directory >= 0 && record_load(volume, directory, "record") == 0)
		return 0;
	if (directory >= 0 && errno != ENOENT)
		return fail("read the record of volume %s: %s", name, record_trouble());
	errno = ENOENT;
	return fail("No such volume: %s", name);
}

void volumes_path(char *path, size_t size, const char *name)
{
	snprintf(path, size, "%s/volumes/%s/_data", store_path(STORE_STATE), name);
}

int volumes_open(const char *name)
{
	char path[4096];
	int data;

	volumes_path(path, sizeof path, name);
	data = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return data < 0 ? fail("open volume %s: %m", name) : data;
}

int volumes_delete(const char *name)
{
	autoclose int volumes = store_open(STORE_STATE, "volumes");
	autoclose int directory = volumes < 0 ? -1 : open_one(volumes, name);

	if (volumes < 0)
		return -1;
	/* Its record first: from then on the rest is garbage. */
	if ((directory >= 0 && unlinkat(directory, "record", 0) < 0 && errno != ENOENT)
	    || file_remove_tree(volumes, name) < 0)
		return fail("remove %s: %m", name);
	events_other("volume", name, NULL, "destroy", "driver", "local", NULL);
	return 0;
}

/* What volumes_each is to call, in the shape that store_each wants. */
struct calling {
	int (*each)(const char *name, void *context);
	void *context;
};

static int call(int volumes, const char *name, void *context)
{
	const struct calling *calling = context;
	char record[NAME_LENGTH + 16];

	snprintf(record, sizeof record, "%s/record", name);
	return faccessat(volumes, record, F_OK, 0) == 0 ? calling->each(name, calling->context) : 0;
}

int volumes_each(int (*each)(const char *name, void *context), void *context)
{
	struct calling calling = { each, context };

	return store_each(STORE_STATE, "volumes", call, &calling);
}
