/* A volume as Docker 20.10's JSON, and as a row of `volume ls`. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;
struct record;

/* For inspect; free it with view_free. NULL after a failure that is said ("No such volume: …"). */
struct cJSON *view_volume(const char *name);

/* What --format sees of one volume, and the header of a table; free both with view_free. */
struct cJSON *view_volume_row(const struct record *volume);
struct cJSON *view_volume_header(void);
