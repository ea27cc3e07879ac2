/* Where the layers of a container or an image are, in a view. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct cJSON;

/* What Docker calls overlayfs with several lower directories. */
extern const char view_graph_name[];

/* Add the GraphDriver: with a container's directories, or (NULL) an image's, which are shared. */
void view_add_graph_driver(struct cJSON *view, const struct record *container);
