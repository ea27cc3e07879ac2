/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "store/configuration.h"
#include "store/lock.h"
#include "store/store.h"

const char *store_path(enum store_root root)
{
	static const char *const variable[] = { "LINKBOX_STATE", "LINKBOX_RUN" };
	static const char *const key[] = { "state", "run" };
	static const char *const built_in[] = { LINKBOX_STATE_DIR, LINKBOX_RUN_DIR };
	const char *path = getenv(variable[root]);

	return path && *path == '/' ? path : configuration(key[root], built_in[root]);
}

static int look(enum store_root root, const char *path, char whole[PATH_MAX])
{
	snprintf(whole, PATH_MAX, "%s%s%s", store_path(root), *path ? "/" : "", path);
	return open(whole, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int store_look(enum store_root root, const char *path)
{
	char whole[PATH_MAX];

	return look(root, path, whole);
}

int store_load(struct record *record, enum store_root root, const char *path)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof whole, "%s/%s", store_path(root), path);
	return record_load(record, AT_FDCWD, whole);
}

int store_open(enum store_root root, const char *path)
{
	char whole[PATH_MAX];
	int fd = look(root, path, whole);

	if (fd < 0 && errno == ENOENT) {
		/* Nobody but root looks in: layers hold setuid programs (CVE-2021-41091). */
		fd = file_make_path(store_path(root), 0700);
		if (fd >= 0)
			close(fd);
		fd = file_make_path(whole, 0700);
	}
	if (fd >= 0)
		return fd;
	if (errno == EACCES && geteuid() != 0)
		return fail("open %s: %m (linkbox needs root)", whole);
	return fail("open %s: %m", whole);
}

int store_lock(const char *name)
{
	autoclose int run = store_open(STORE_RUN, "");
	int fd;

	if (run < 0)
		return -1;
	fd = lock_take(run, name);
	return fd < 0 ? fail("lock %s/%s: %m", store_path(STORE_RUN), name) : fd;
}

/* NULL, and in `result` what to return: what isn't there is empty. */
static DIR *open_stream(enum store_root root, const char *path, int *result)
{
	int fd = store_look(root, path);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);

	*result = 0;
	if (!directory && !(fd < 0 && errno == ENOENT))
		*result = fail("open %s/%s: %m%s", store_path(root), path,
			       errno == EACCES && geteuid() != 0 ? " (linkbox needs root)" : "");
	if (!directory)
		auto_close(&fd);
	return directory;
}

int store_each(enum store_root root, const char *path,
	       int (*each)(int directory, const char *name, void *context), void *context)
{
	struct dirent *entry;
	int stop;
	DIR *directory = open_stream(root, path, &stop);

	if (!directory)
		return stop;
	for (errno = 0; !stop && (entry = readdir(directory)); errno = 0)
		if (entry->d_name[0] != '.')
			stop = each(dirfd(directory), entry->d_name, context);
	if (!stop && errno)
		stop = fail("read %s/%s: %m", store_path(root), path);
	closedir(directory);
	return stop;
}

int store_sweep_temporaries(enum store_root root, const char *path)
{
	struct dirent *entry;
	int result;
	DIR *directory = open_stream(root, path, &result);

	if (!directory)
		return result;
	while ((entry = readdir(directory)))
		if (entry->d_name[0] == '.' && entry->d_type != DT_DIR
		    && unlinkat(dirfd(directory), entry->d_name, 0) < 0)
			result = fail("remove %s/%s/%s: %m", store_path(root), path, entry->d_name);
	closedir(directory);
	return result;
}
