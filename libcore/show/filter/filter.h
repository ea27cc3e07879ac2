/* Filters: which containers ps -f lets through. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

struct row;

/* What was asked for: key=value lines (name=web), of ps -f each. Different keys must all be met,
 * of the values of one key one. The record's keys are Docker's. */
struct filter {
	struct record wanted;
	char *before, *since;      /* when the containers of these filters were made; NULL without */
};
void filter_free(struct filter *filter);
#define autofilter __attribute__((cleanup(filter_free)))

/* Understand the values of key "filter" in `given`. -1 said; 1: said, a slip of the pen for which
 * Docker's client leaves with 125. */
int filter_read(struct filter *filter, const struct record *given);

/* True if these filters alone ask for containers that don't run. */
bool filter_wants_all(const struct filter *filter);

/* True if it asks for names at all; for this one. */
bool filter_wants_names(const struct filter *filter);
bool filter_wants_name(const struct filter *filter, const char *name);

bool filter_accepts(const struct filter *filter, const struct row *row);
