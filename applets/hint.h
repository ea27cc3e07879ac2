/* A hint: what a person is told who could not know, once a boot, and no script is. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Say on standard error, if that is a terminal, that a firewall stops links and published ports. */
void hint_firewall(void);
