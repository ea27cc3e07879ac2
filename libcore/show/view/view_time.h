/* Times in a view: RFC 3339 with as many digits as there are. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;

/* `time` is "<seconds>.<9 digits>" of a record, or RFC 3339 already; NULL gives Go's zero time. */
void view_add_time(struct cJSON *object, const char *name, const char *time);
