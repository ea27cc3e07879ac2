/* Words of a Dockerfile's instructions: quotes, backslashes, and variables of the image. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

#define IMAGE_WORD_SPACE " \t\n\r\v\f"

/* Cut the next word off `*rest`, at white space that is neither quoted nor behind a backslash. As it
 * is written; NULL at the end. */
char *image_word_cut(char **rest);

/* What a word stands for: quotes and backslashes taken away, $NAME, ${NAME}, ${NAME:-WORD} and
 * ${NAME:+WORD} replaced by what the image's env says. The caller's to free; NULL said. */
char *image_word_expand(const struct record *image, const char *word);

/* Add the words of a JSON array, ["a", "b"], to the list `key`: 1; 0 if the text is none; -1 said. */
int image_word_array(struct record *record, const char *key, const char *text);
