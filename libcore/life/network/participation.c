/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "life/network/participation.h"
#include "store/events.h"
#include "store/mount_line.h"

/* Docker's networks have ids. Ours are the digests of their names. */
static const struct network { const char *name, *type, *id; } networks[] = {
	{ "bridge", "bridge", "17f29b073143d8cd97b5bbe492bdeffec1c5fee55cc1fe2112c8b9335f8b6121" },
	{ "host", "host", "4740ae6347b0172c01254ff55bae5aff5199f4446e7f6d643d40185b3f475145" },
	{ "none", "null", "140bedbf9c3f6d56a9846d2ba7088798683f4da0c248231336e6a05679e4fdfe" },
};

static void tell_network(const struct record *container, const char *action)
{
	const char *name = record_get(container, "network");

	for (size_t i = 0; i < sizeof networks / sizeof networks[0]; i++)
		if (strcmp(networks[i].name, name) == 0)
			events_other("network", networks[i].id, NULL, action, "container",
				     record_get(container, "id"), "name", name, "type", networks[i].type, NULL);
}

static void tell_volume(const struct record *container, const struct mount_line *mount, bool begins)
{
	const char *id = record_get(container, "id");
	char name[NAME_LENGTH + 1], target[4096];

	snprintf(name, sizeof name, "%.*s", mount->source_length, mount->source);
	snprintf(target, sizeof target, "%.*s", mount->target_length, mount->target);
	if (begins)
		events_other("volume", name, NULL, "mount", "container", id, "destination", target, "driver", "local",
			     "propagation", "", "read/write", mount->read_only ? "false" : "true", NULL);
	else
		events_other("volume", name, NULL, "unmount", "container", id, "driver", "local", NULL);
}

static void tell_volumes(const struct record *container, bool begins)
{
	struct mount_line mount;

	for (const char *line = NULL; (line = record_next(container, "volume_mount", line));)
		if (mount_line_read(&mount, line) == 0)
			tell_volume(container, &mount, begins);
}

void participation_begins(const struct record *container)
{
	tell_network(container, "connect");
	tell_volumes(container, true);
}

void participation_ends(const struct record *container)
{
	tell_network(container, "disconnect");
	tell_volumes(container, false);
}
