/* A summary: one view through one template, as info and version are shown. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

struct cJSON;

/* Write `view` by `format`, and a newline. The exit status: 0, 64 for no template, 1; said. */
int summary_write(FILE *out, const struct cJSON *view, const char *format);
