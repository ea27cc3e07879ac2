/* What inspect shows of a healthcheck, and of a container's health. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;
struct record;

/* Config.Healthcheck of a container or an image. */
void view_add_healthcheck(struct cJSON *config, const struct record *record);

/* State.Health of a container. */
void view_add_health(struct cJSON *state, const struct record *container, const struct record *status);
