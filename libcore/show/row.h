/* A row: one container as ps shows it, each column written by itself. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/record.h"

struct row {
	struct record container, status;
	char name[NAME_LENGTH + 1];      /* its own; row_load_name writes it */
};
void row_free(struct row *row);
#define autorow __attribute__((cleanup(row_free)))

/* Read what is known of the container with this full id. Start with {0}. 1: it has gone meanwhile,
 * which is not an error; -1 said. */
int row_load(struct row *row, const char *id);

/* The same with its record, which becomes the row's. */
int row_take(struct row *row, struct record *container);
int row_load_name(struct row *row);

const char *row_id(const struct row *row);
const char *row_state(const struct row *row);

const char *row_created(const struct row *row);      /* "<seconds>.<9 digits>" */

/* Running or paused: it has an address and ports. Up: that, or about to be restarted. */
bool row_is_running(const struct row *row);
bool row_is_up(const struct row *row);

/* The columns. `whole`: nothing is cut (--no-trunc). */
void row_write_id(FILE *out, const struct row *row, bool whole);
void row_write_image(FILE *out, const struct row *row, bool whole);
void row_write_command(FILE *out, const struct row *row, bool whole);
void row_write_created(FILE *out, const struct row *row);
void row_write_status(FILE *out, const struct row *row);
void row_write_size(FILE *out, const struct row *row);
int row_write_ports(FILE *out, const struct row *row);

/* Its own name and those that links give it (web/db), sorted. -1 said. */
int row_write_names(FILE *out, const struct row *row, const char *separator);
