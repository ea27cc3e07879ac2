/* The functions of templates that take things apart: index slice len. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct call;

/* See template_functions.h. */
int index_get(struct call *call);
int index_slice(struct call *call);
int index_length(struct call *call);
