/* A link: a consumer may reach its source, under an alias. It names the source's lease. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

#include "base/limits.h"
#include "base/record.h"

struct link {
	char lease[ID_LENGTH + 1];
	char alias[ALIAS_LENGTH + 1];
};

/* Read one link= line of a container's record; -1, silent, if it is damaged. */
int link_read(const char *line, struct link *link);

/* Check what --link takes, as far as the words go: name[:alias]. -1 said, in Docker's words. */
int link_check_words(const char *text);

/* Add the link= line for `text` to the container's record: the source must exist, but not run.
 * -1 said. */
int link_add(struct record *container, const char *text);

/* A lease, the container that it is for now, and its status; -1 if there is none: silent or said. */
int link_load_source(const char *lease_id, struct record *lease, struct record *source, struct record *status);

/* This source, of that name, is in the network that links are for. -1 said, in Docker's words. */
int link_check_network(const struct record *source, const char *name);

/* Every source of the container runs and can be reached, those that are waited for aside; else -1
 * said: "Cannot link to a non running container: /db AS /web/db". */
int link_check_sources(const struct record *container);

/* Add the elements (kernel/network/nat.h) that let the consumer with this address reach its sources. -1 said. */
int link_add_elements(struct record *elements, const struct record *container, uint32_t address);
