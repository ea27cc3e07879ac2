/* Streams into memory. musl's open_memstream loses without a word what it finds no memory for. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdio.h>

/* As open_memstream: *text, ended by a zero byte, and its *length count after a flush, or once it is closed; the caller frees
 * *text. NULL, ENOMEM. */
FILE *stream_open(char **text, size_t *length);

/* -1, ENOMEM, if some of what was written found no memory. *text is to be freed all the same. */
int stream_close(FILE *stream);
