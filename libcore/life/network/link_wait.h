/* Waiting for links: a consumer's first process begins when its sources listen. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Check what --link-wait takes: [ALIAS=]TIME[:PORT[/PROTOCOL],...], for every link or for that of one
 * alias. -1 said. */
int link_wait_check_words(const char *text);

/* link_wait= of the container's record is for links that it has. -1 said. */
int link_wait_check(const struct record *container);

/* True if the container waits for the link with this alias. */
bool link_wait_has(const struct record *container, const char *alias);

/* Wait until all sources that it waits for are ready at once, whether they run by now or not: each for
 * its own time from now. Given up when `calling_off` can be read. -1 said. */
int link_wait(const struct record *container, int calling_off);
