/* The plan of a provisioning: what becomes of each file, and of what was made of files before. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"
#include "base/record.h"
#include "provision/provision_file.h"

enum provision_action {
	PROVISION_REFUSED,        /* something is wrong, and said: its container stays as it is */
	PROVISION_KEEP,
	PROVISION_REMOVE,
	PROVISION_CREATE,
	PROVISION_RECREATE,
	PROVISION_START,          /* it was created, and never started */
};

struct provision_item {
	enum provision_action action;
	struct provision_file file;      /* of one to be removed: empty */
	char name[NAME_LENGTH + 1];      /* of the container that is, or will be */
	char container[ID_LENGTH + 1];   /* the one that is; "" for none */
	char why[NAME_LENGTH + 32];      /* it is re-created */
	const char *heir;                /* of one to be removed: the file's path, if that makes another */
	struct record needs;             /* needs=<name> or <id>: they go first; shares=<id>: it goes with them */
	bool done;
};

struct provision_plan {
	const char *directory;           /* its absolute path; borrowed */
	struct provision_item *items;
	int count;
	bool images_come;                /* so that one may be missing now */
	bool failed;                     /* some item was refused */
};

/* -1 said, if there can't be any plan. */
int provision_plan_make(struct provision_plan *plan, const char *directory, bool images_come);
void provision_plan_free(struct provision_plan *plan);

/* The next item to be dealt with: consumers before sources of what is removed, then sources before
 * consumers. NULL at the end; what is in a circle is refused, said. */
struct provision_item *provision_plan_next(struct provision_plan *plan);
