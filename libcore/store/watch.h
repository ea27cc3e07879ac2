/* Watching: what goes on for long tells somebody how far it has come. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* `what` is at `done` bytes of `total` (0: nobody knows). Where a watch is taken, NULL is nobody. */
struct watch {
	void (*tell)(void *context, const char *what, long long done, long long total);
	void *context;
};
