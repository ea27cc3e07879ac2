/* An image as Docker 20.10's JSON, as view.h has containers. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct cJSON;

/* The view of the image with this full id; free it with view_free. NULL after a failure that is said. */
struct cJSON *view_image(const char *id);
