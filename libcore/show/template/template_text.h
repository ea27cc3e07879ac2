/* The functions of templates that make text: print printf println json join split lower upper… */
/* SPDX-License-Identifier: MIT */
#pragma once

struct call;

/* See template_functions.h. */
int text_print(struct call *call);
int text_printf(struct call *call);
int text_println(struct call *call);
int text_json(struct call *call);
int text_join(struct call *call);
int text_split(struct call *call);
int text_lower(struct call *call);
int text_upper(struct call *call);
int text_title(struct call *call);
int text_pad(struct call *call);
int text_truncate(struct call *call);
