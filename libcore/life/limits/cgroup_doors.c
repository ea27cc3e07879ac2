/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/limits/cgroup_doors.h"
#include "life/limits/cgroups.h"

void cgroup_doors_open(struct cgroup_doors *doors, const struct record *status)
{
	struct cgroup group;

	*doors = (struct cgroup_doors){ .unified = -1, .directory = -1 };
	for (const char *line = NULL; (line = cgroups_next(status, line, &group)) && doors->count < CGROUPS_MOST;) {
		int door = cgroup_open_door(&group);

		if (door < 0)
			continue;
		if (!(group.on & CGROUP_UNIFIED)) {
			doors->each[doors->count++] = door;
			continue;
		}
		doors->unified = door;
		doors->directory = open(group.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
}

int cgroup_doors_pass(const struct cgroup_doors *doors, bool cloned)
{
	if (!cloned && doors->unified >= 0 && cgroup_enter_by(doors->unified) < 0)
		return fail("enter the container's cgroup: %m");
	for (int i = 0; i < doors->count; i++)
		if (cgroup_enter_by(doors->each[i]) < 0)
			return fail("enter the container's cgroup: %m");
	return 0;
}

void cgroup_doors_close(struct cgroup_doors *doors)
{
	auto_close(&doors->unified);
	auto_close(&doors->directory);
	for (int i = 0; i < doors->count; i++)
		close(doors->each[i]);
	*doors = (struct cgroup_doors){ .unified = -1, .directory = -1 };
}
