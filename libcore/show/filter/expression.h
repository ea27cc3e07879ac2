/* Regular expressions as Docker takes them for names: Go's, which are RE2's but for the classes of Unicode. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* True if any part of the text matches. False for what is no expression, or an endless one. */
bool expression_matches(const char *expression, const char *text);
