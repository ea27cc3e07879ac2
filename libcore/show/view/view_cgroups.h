/* What limits this machine can hold containers to, as `info` shows it. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;

/* In three parts, as the fields stand in Docker's order. */
void view_add_limit_kinds(struct cJSON *info);
void view_add_oom_kill_disable(struct cJSON *info);
void view_add_cgroup_version(struct cJSON *info);
