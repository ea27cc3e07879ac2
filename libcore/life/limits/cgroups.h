/* The cgroups of a container: one in each hierarchy that is of use to it, as the status lists them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "kernel/cgroup/cgroup.h"

/* Choose them: cgroup= lines for the status, which is to be saved before they are made. -1 said: there is
 * none for what the record asks for. */
int cgroups_plan(const struct record *container, struct record *status);

/* Make them, and hold them to the record's limits. What nobody asked for by name may be lacking. -1 said. */
int cgroups_make(const struct record *container, const struct record *status);

/* Hold a container that runs to limits of its record that have changed. Cgroups that it had no need of before
 * are made, its processes moved there, and their lines added to the status, which is to be saved. -1 said. */
int cgroups_change(const struct record *container, struct record *status);

/* The next one of a status; `line` NULL to begin, NULL at the end. */
const char *cgroups_next(const struct record *status, const char *line, struct cgroup *group);

/* The first that has one of the controllers. False: none has. */
bool cgroups_find(const struct record *status, unsigned controllers, struct cgroup *group);

/* The caller, which has one thread, goes into them; into that of version 2 only if it was not `cloned`
 * into it. Those that could not be made are left out. -1 said. */
int cgroups_enter(const struct record *status, bool cloned);

/* True if the kernel has killed one of its processes because the container had no memory left. */
bool cgroups_ran_out_of_memory(const struct record *status);

/* Kill what is left in them, and remove them. -1 said, after trying all. */
int cgroups_remove(const struct record *status);
