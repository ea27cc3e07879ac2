/* The healthcheck of an image: in its configuration, and as an instruction. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct cJSON;

/* Between the Healthcheck of an image's "config" and the keys of store/healthcheck.h. -1: no memory. */
int image_health_read(struct record *image, const struct cJSON *config);
void image_health_write(struct cJSON *config, const struct record *image);

/* "NONE", or "[--interval=… …] CMD …", as HEALTHCHECK takes it. Writes into the text. -1 said. */
int image_health_change(struct record *image, char *text);
