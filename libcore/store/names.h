/* Names: what people call a container, and which container is meant. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"

/* Find the container that `reference` means: full id, exact name (with or without a leading /),
 * link name (web/db), or a unique prefix of an id; in this order. Writes its full id.
 * -1 said: "No such container: …" (errno is ENOENT), "Multiple IDs found with provided prefix: …". */
int names_find(const char *reference, char id[ID_LENGTH + 1]);

/* The lease that a name (no slash) stands for; -1, silent, if none. */
int names_lease(const char *name, char lease[ID_LENGTH + 1]);

/* True if the index has the name. */
bool names_exist(const char *name);

/* The full id of the container that this name stands for, which may have another name by now, or be gone. -1 if none. */
int names_container(const char *name, char id[ID_LENGTH + 1]);

/* -1 said, in Docker's words, if a container can't be called so; a leading / is no part of it. */
int names_check(const char *name);

/* Take the name (a leading / is no part of it) for a container, under the claims lock; wants
 * lease_lock to be held. `lease` holds the id that a new lease would have; if the name already has a lease whose container is gone, that one is taken over and `lease`
 * says which. -1 said if it is no name, or taken ("Conflict. The container name …"). */
int names_claim(const char *name, char lease[ID_LENGTH + 1], const char *container);

/* Write the index anew for a name: it stands for this lease and container (NULL: for a lease that
 * waits for its next container). -1 said. */
int names_set(const char *name, const char *lease, const char *container);

/* Let a name go, if it stands for this container (NULL: for none). Absent is success. -1 said. */
int names_release(const char *name, const char *container);

/* Let all names go whose container and lease are both gone: what a killed command left. -1 said. */
int names_sweep(void);

/* A name of two words that nobody has at the moment. */
void names_make_up(char name[NAME_LENGTH + 1]);

/* The own name of a container (without /), from its record; "" if it is half gone. */
const char *names_of(const char *id, char name[NAME_LENGTH + 1]);
