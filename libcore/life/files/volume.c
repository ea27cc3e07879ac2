/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "life/files/volume.h"
#include "life/files/volume_fill.h"
#include "store/container_record.h"
#include "store/mount_line.h"
#include "store/status.h"
#include "store/volume_users.h"
#include "store/volumes.h"

/* "Label=a=b" of the --mount that has this target. */
static int add_labels(struct record *wish, const struct record *container, const struct mount_line *mount)
{
	for (const char *line = NULL; (line = record_next(container, "mount", line));) {
		const char *target = strstr(line, "\tTarget="), *label = line;
		size_t length = (size_t)mount->target_length;

		target = target ? target + strlen("\tTarget=") : "";
		if (strncmp(target, mount->target, length) != 0 || !strchr("\t", target[length]))
			continue;
		while ((label = strstr(label, "\tLabel="))) {
			label += strlen("\tLabel=");
			if (record_addf(wish, "label", "%.*s", (int)strcspn(label, "\t"), label) < 0)
				return -1;
		}
	}
	return 0;
}

static int make(const struct record *container, const struct mount_line *mount)
{
	struct record wish autorecord = { 0 };
	char name[NAME_LENGTH + 1];

	snprintf(name, sizeof name, "%.*s", mount->source_length, mount->source);
	if (add_labels(&wish, container, mount) < 0
	    || (record_get(container, "auto_remove") && record_has(container, "anonymous", name)
		&& record_add(&wish, "owner", record_get(container, "id")) < 0))
		return fail("create volume %s: %m", name);
	return volumes_make(name, &wish);
}

int volume_prepare(const struct record *container, bool fresh)
{
	autoclose int lock = -1;
	struct mount_line mount;

	if (!record_get(container, "volume_mount"))
		return 0;
	lock = volumes_lock();
	if (lock < 0)
		return -1;
	for (const char *line = NULL; (line = record_next(container, "volume_mount", line));)
		if (mount_line_read(&mount, line) < 0 || make(container, &mount) < 0)
			return -1;
	return volume_fill(container, fresh);
}

static int remove_unused(const char *name, const char *id)
{
	struct record users autorecord = { 0 };

	if (volume_users_find(name, &users) < 0)
		return -1;
	for (const char *user = NULL; (user = record_next(&users, "id", user));)
		if (strcmp(user, id) != 0)
			return 0;
	return volumes_delete(name);
}

int volume_release(const struct record *container)
{
	autoclose int lock = -1;
	int result = 0;

	if (!record_get(container, "anonymous"))
		return 0;
	lock = volumes_lock();
	if (lock < 0)
		return -1;
	for (const char *name = NULL; (name = record_next(container, "anonymous", name));)
		if (remove_unused(name, record_get(container, "id")) < 0)
			result = -1;
	return result;
}

int volume_remove(const char *name)
{
	struct record volume autorecord = { 0 }, users autorecord = { 0 };
	autoclose int lock = volumes_lock();
	char text[FAILURE_LENGTH] = "";

	if (lock < 0 || volumes_load(&volume, name) < 0 || volume_users_find(name, &users) < 0)
		return -1;
	for (const char *user = NULL; (user = record_next(&users, "id", user));)
		if (strlen(text) + ID_LENGTH + 3 < sizeof text)
			sprintf(text + strlen(text), "%s%s", *text ? ", " : "", user);
	errno = EBUSY;
	return *text ? fail("remove %s: volume is in use - [%s]", name, text) : volumes_delete(name);
}

static int sweep_one(const char *name, void *context)
{
	struct record volume autorecord = { 0 }, owner autorecord = { 0 };
	bool was = fail_silently(true);
	const char *id = volumes_load(&volume, name) == 0 ? record_get(&volume, "owner") : NULL;
	bool gone = id && container_record_load(&owner, id) < 0 && errno == ENOENT && !status_may_be_locked(id);

	(void)context;
	fail_silently(was);
	return gone ? remove_unused(name, id) : 0;
}

int volume_sweep(void)
{
	autoclose int lock = volumes_lock();

	return lock < 0 ? -1 : volumes_each(sweep_one, NULL);
}
