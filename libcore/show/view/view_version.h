/* Which linkbox this is, in Docker's words: for version. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;

/* Free it with view_free. NULL after a failure that is said. */
struct cJSON *view_version(void);
