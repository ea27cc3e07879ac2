/* Labels as filters ask for them: "key" or "key=value". */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* True if one of the "label" lines, "key=value", is what is wanted. */
bool label_match(const struct record *labelled, const char *wanted);
