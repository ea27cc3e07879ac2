/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/image/digest.h"
#include "store/path_record.h"
#include "store/store.h"

/* Looking makes no directories. */
static void place_of(char place[PATH_MAX], const char *directory, const char *path)
{
	char name[ID_LENGTH + 1];

	digest_of(path, strlen(path), name);
	snprintf(place, PATH_MAX, "%s/%s/%s", store_path(STORE_STATE), directory, name);
}

void path_record_load(struct record *record, const char *directory, const char *path)
{
	char place[PATH_MAX];

	place_of(place, directory, path);
	if (record_load(record, AT_FDCWD, place) < 0)
		record_drop(record, NULL);
}

int path_record_save(const struct record *record, const char *directory, const char *path, bool durable)
{
	autoclose int all = store_open(STORE_STATE, directory);
	char name[ID_LENGTH + 1];

	digest_of(path, strlen(path), name);
	if (all < 0)
		return -1;
	return record_save(record, all, name, durable) < 0
	       ? fail("write %s/%s/%s: %m", store_path(STORE_STATE), directory, name) : 0;
}

void path_record_delete(const char *directory, const char *path)
{
	char place[PATH_MAX];

	place_of(place, directory, path);
	unlink(place);
}
