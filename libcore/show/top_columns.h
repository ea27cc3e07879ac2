/* The columns that `top` shows of processes, named and written as ps(1) does. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

#include "kernel/process_facts.h"

struct top_column {
	const char *name;         /* "pid", as for ps -o */
	const char *title;        /* "PID" */
	void (*write)(FILE *out, const struct process_facts *facts);
};

/* That of ps -o NAME; NULL: there is none such. */
const struct top_column *top_column_find(const char *name);
