/* volume ls. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"

extern const struct opt volume_list_options[];
int volume_list(int argc, char **argv);
