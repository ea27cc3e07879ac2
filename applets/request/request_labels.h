/* What a request says of labels: --label, --label-file, and those of the image. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* What Docker's flag library finds wrong. -1 said. */
int request_labels_check(void);

/* Read the files of --label-file: "label" lines of theirs, and of --label behind them, in `given`. -1 said. */
int request_labels_read(struct record *given);

/* Add them, and of the image those that are not given anew. -1 said. */
int request_labels_add(struct record *container, const struct record *given, const struct record *image);
