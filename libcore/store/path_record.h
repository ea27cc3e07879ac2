/* A record about a file of the host, found by that file's path. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* It stands in `directory` of the state, under the digest of the path. */

/* An empty record if there is none that can be read. */
void path_record_load(struct record *record, const char *directory, const char *path);

/* -1 said. */
int path_record_save(const struct record *record, const char *directory, const char *path, bool durable);

/* Absent is success; so is what can't be removed. */
void path_record_delete(const char *directory, const char *path);
