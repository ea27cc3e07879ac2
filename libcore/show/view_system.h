/* The machine and what is in force on it, in Docker's words: for info and version. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;

/* Free both with view_free. NULL after a failure that is said. `subnet` is the containers', as text. */
struct cJSON *view_info(const char *subnet);
struct cJSON *view_version(void);
