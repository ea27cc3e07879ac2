/* A Go template, as docker's --format takes it: parsed once, executed over JSON. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

struct cJSON;
struct template;

enum { TEMPLATE_ERROR = 512 };

/* Parse `text`, which must stay. NULL: `error` has Go's words ("template: :1: unclosed action"). */
struct template *template_parse(const char *text, char error[TEMPLATE_ERROR]);
void template_free(struct template *template);

/* As Docker makes a table's first line: lower, upper, title, pad and truncate change nothing,
 * json doesn't quote. As inspect tries again: a key that a map hasn't is an error. */
enum template_mode { TEMPLATE_PLAIN, TEMPLATE_HEADER, TEMPLATE_STRICT };

/* Execute over `dot` (go_value.h says how JSON stands for Go's values); what is written before an
 * error stays written. -1: `error` has Go's words. */
int template_execute(const struct template *template, const struct cJSON *dot, enum template_mode mode,
                     FILE *out, char error[TEMPLATE_ERROR]);
