/* Claims: the one short lock under which names, addresses and host ports are taken. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* Wait for the claims lock: a descriptor whose closing lets go; hold it for microseconds. -1 said. */
int claims_lock(void);

/* Where the last search ended, so that the next goes on from there instead of from the beginning. */
enum claims_cursor { CURSOR_ADDRESS, CURSOR_TCP, CURSOR_UDP, CURSOR_RANGE };
uint32_t claims_cursor(int claims, enum claims_cursor which);
void claims_move_cursor(int claims, enum claims_cursor which, uint32_t to);
