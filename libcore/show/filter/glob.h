/* Patterns of shells as Go's path.Match has them: * and ? stand for all but slashes. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

bool glob_matches(const char *pattern, const char *text);
