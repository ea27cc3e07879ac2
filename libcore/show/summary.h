/* A summary: one view through one template, as info and version are shown. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

struct cJSON;

/* Write the view by `format`, or where that is NULL or "" by `layout`, and a newline; and free it. NULL: it was
 * said why there is none. The exit status: 0, 64 for no template, 1; said. */
int summary_write(FILE *out, struct cJSON *view, const char *format, const char *layout);
