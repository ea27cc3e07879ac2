/* HostConfig.Mounts: what --mount asked for, as Docker's API has it. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;
struct record;

void view_add_mount_options(struct cJSON *config, const struct record *container);
