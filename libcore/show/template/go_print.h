/* Go's fmt: how a value looks under a verb, %v first of all. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct cJSON;

/* A verb of a format with its flags: %-5.3s. */
struct go_verb {
	char letter;
	bool minus, plus, sharp, space, zero;
	bool names;                /* %+v: of fields as well */
	int width, precision;      /* -1: none */
};

/* Write a value as fmt.Printf writes an argument; NULL is nil. */
void go_print(FILE *out, const struct cJSON *value, const struct go_verb *verb);

/* As fmt.Print does, and as a template's action does: a pointer is followed, no value says so. */
void go_print_plain(FILE *out, const struct cJSON *value);
void go_print_action(FILE *out, const struct cJSON *value);
