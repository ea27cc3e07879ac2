/* A rule for a system call as instructions of its filter. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/call_rule.h"
#include "kernel/confine/bpf.h"

/* Go on at `matches` if all of the rule's conditions are true, else at `otherwise`. The place where
 * this begins. */
int seccomp_rule_put(struct bpf_program *program, const struct call_rule *rule, int matches, int otherwise);
