/* The arguments of a system call, as a seccomp profile asks for them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/call_rule.h"

struct cJSON;

/* Read an entry's "args" (NULL: none) as the conditions of the rule. `apart`: two are about the same
 * argument, so that one of them is enough. -1 said. */
int seccomp_argument_read_all(struct call_rule *rule, const struct cJSON *list, bool *apart);
