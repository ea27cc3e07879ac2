/* The machine and what is in force on it, in Docker's words: for info. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;

/* Free it with view_free. NULL after a failure that is said. `subnet` is the containers', as text. */
struct cJSON *view_info(const char *subnet);
