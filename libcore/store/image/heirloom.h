/* Heirlooms: the volumes without a name that a container leaves to the one that takes its place. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* volume=<name> <target> (list). On disk, heirlooms/<digest of the path of the provisioning file>, from
 * before the one container goes until the other is there: a power cut between the two loses none. */

/* Those of this container. -1 said. */
int heirloom_find(struct record *heirloom, const struct record *container);

/* Durable. -1 said. */
int heirloom_save(const struct record *heirloom, const char *path);

/* Nothing, if nothing was left. */
void heirloom_load(struct record *heirloom, const char *path);

/* It was taken over. */
void heirloom_delete(const char *path);
