/* What each filter asks of a container. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct row;

/* The keys of the filters there are, one by one; NULL at the end. */
const char *filter_match_key(int index);

/* True if the container has what the filter with this index asks for. before and since, which
 * compare times, accept all. */
bool filter_match(const struct row *row, int index, const char *value);

/* True if the regular expression `value` is in the name, with or without its slash. */
bool filter_match_name(const char *name, const char *value);
