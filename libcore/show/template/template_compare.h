/* The functions of templates that compare: eq ne lt le gt ge. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct call;

/* See template_functions.h. */
int compare_equal(struct call *call);
int compare_unequal(struct call *call);
int compare_less(struct call *call);
int compare_not_greater(struct call *call);
int compare_greater(struct call *call);
int compare_not_less(struct call *call);
