/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "store/container_record.h"
#include "store/mount_line.h"
#include "store/volume_users.h"

struct search {
	const char *name;
	struct record *users;
};

static bool uses(const struct record *container, const char *name)
{
	struct mount_line mount;

	for (const char *line = NULL; (line = record_next(container, "volume_mount", line));)
		if (mount_line_read(&mount, line) == 0 && mount.source_length == (int)strlen(name)
		    && strncmp(mount.source, name, strlen(name)) == 0)
			return true;
	return false;
}

static int note(const char *id, void *context)
{
	struct search *search = context;
	autorecord struct record container = { 0 };
	bool silent = fail_silently(true);
	int loaded = container_record_load(&container, id);

	fail_silently(silent);
	if (loaded < 0 && errno == ENOENT)
		return 0;   /* it went while we were looking */
	if (loaded < 0)
		return fail("%s", fail_text());
	if (uses(&container, search->name) && record_add(search->users, "id", id) < 0)
		return fail("look for the users of volume %s: %m", search->name);
	return 0;
}

int volume_users_find(const char *name, struct record *users)
{
	struct search search = { name, users };

	return container_record_each(note, &search);
}
