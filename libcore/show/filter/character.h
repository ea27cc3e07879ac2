/* What stands for one character in a regular expression: itself, ".", "[a-z]", "\\d". */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* True if the byte is what begins at `atom`. */
bool character_is(const char *atom, unsigned char byte);

bool character_is_word(unsigned char byte);

/* What follows the class that begins at `text`, and whether it has the byte; NULL if it doesn't end. */
const char *character_class(const char *text, unsigned char byte, bool *has);
