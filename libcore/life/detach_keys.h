/* Detach keys: what to type on a container's terminal to leave it and let it go on. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { DETACH_KEYS_MOST = 16 };

struct detach_keys {
	char keys[DETACH_KEYS_MOST];
	size_t length;
	size_t matched;   /* typed so far, and held back */
};

/* Understand "ctrl-p,ctrl-q", "ctrl-@,x"…; NULL means those of the configuration, or the
 * first of these; "" that there are none.
 * -1 said: "Invalid detach keys (…) provided". */
int detach_keys_parse(struct detach_keys *keys, const char *text);

/* Take what was typed; `*passed` gets what of it (and of what was held back) is for the container:
 * at most DETACH_KEYS_MOST bytes more. True when the keys are complete. */
bool detach_keys_filter(struct detach_keys *keys, const char *typed, size_t length, char *passed, size_t *count);
