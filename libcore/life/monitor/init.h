/* --init: a first process that passes signals on and reaps what others leave behind. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Fork: the new process returns, to exec the container's command; this one stays as the init, ends
 * with that command's exit status, and never returns. `report` is closed in the one that stays. */
void init_begin(int report);
