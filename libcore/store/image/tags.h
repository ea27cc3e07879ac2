/* Tags: the references that lead to images. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"

/* References are in their stored form (reference.h). The id that one leads to; -1, silent, errno. */
int tags_find(const char *reference, char id[ID_LENGTH + 1]);

/* True if it stands in the state directory, and not only in a read-only store (places.h). */
bool tags_may_go(const char *reference);

/* Let a reference lead to an image, whatever it led to before. Durable with tags_sync. -1 said. */
int tags_set(const char *reference, const char *id);

/* Absent is success. -1 said. */
int tags_delete(const char *reference);

/* What was set and deleted is on the disk when this returns. -1 said. */
int tags_sync(void);

/* Call `each` for every tag, sorted, until it returns non-zero; that is returned, else 0. */
int tags_each(int (*each)(const char *tag, const char *id, void *context), void *context);
