/* Confinement: what the processes of a container may do, whether started by `run` or by `exec`. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"
#include "kernel/identity.h"
#include "kernel/confine/seccomp.h"

struct confinement {
	uint64_t capabilities;    /* what they may ever have */
	bool no_new_privileges, filtered;
	struct seccomp_filter filter;
};

/* Check what a record asks for: cap_add=, cap_drop=, security_opt=. -1 said, in Docker's words. */
int confinement_check(const struct record *container);

/* The capabilities that its processes may have at most. -1 said. */
int confinement_most(const struct record *container, uint64_t *set);

/* What holds for the container of this record. Unless its devices are `ruled` (devices_are_ruled), making
 * nodes is not among what it may do without being asked for. To be called while this process still has
 * what it may hand on. -1 said. */
int confinement_read(struct confinement *confinement, const struct record *container, bool ruled);

/* With `exec --privileged`: all capabilities, the rest as it is. */
void confinement_privilege(struct confinement *confinement);

/* The two steps of a process that is to be confined, between clone and exec; -1 said. The first takes
 * the identity, and leaves CAP_SYS_ADMIN if that is needed for the second. The second is the last
 * thing before exec: the filter is on, no system call is sure to work. */
int confinement_begin(const struct confinement *confinement, const struct identity *identity);
int confinement_seal(const struct confinement *confinement, const struct identity *identity);

/* Hand it over to a process that was started anew, which can't read the record: as a file without a
 * name. Save gives its descriptor; -1 said. */
int confinement_save(const struct confinement *confinement);
int confinement_load(struct confinement *confinement, int file);
