/* The words of filters: -f key=value, as Docker's client takes them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Take the values of key "filter" in `given` into lines of their keys, these in lower case, and neither
 * key nor value with blanks around it. `known` gives the keys that there are, NULL behind the last; without
 * it every key is fine, and one of no letters is left out. -1 said; 1: said, a slip of the pen for which
 * Docker's client leaves with 125 and names the help of `command`. */
int filter_words_read(struct record *wanted, const struct record *given, const char *command,
		      const char *(*known)(int index));
