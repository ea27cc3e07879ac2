/* --security-opt: the security_opt= lines of a record. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Refuse what is unknown, and what can't be had here. -1 said, in Docker's words where it has some. */
int security_option_check(const struct record *container);

/* The last seccomp=…: "unconfined", or a profile's JSON; NULL: the default. */
const char *security_option_profile(const struct record *container);

bool security_option_no_new_privileges(const struct record *container);

/* If the option is `key`, what it is set to, after '=' or, as in old days, ':'; else NULL. */
const char *security_option_value(const char *option, const char *key);
