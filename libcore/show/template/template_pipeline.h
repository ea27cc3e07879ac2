/* The pipelines of a template: $x := command | command. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "show/template/template_parse.h"

/* Parse a pipeline up to and with `end`; `context` is for errors. */
struct node *pipeline_parse(struct parser *parser, const char *context, enum token_type end);
