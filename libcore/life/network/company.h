/* Several containers, in an order that looks at who needs whom: what a boot starts, what a shutdown ends. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "life/boot/boot_order.h"

struct company {
	struct record members;    /* id=<64 hex> and name= of each */
	const char **ids;         /* by number */
	const char **names;       /* as people call them */
	struct boot_order order;
	bool incomplete;          /* some could not be looked at, which was said */
};

/* Those that `belongs` picks. One needs another by a link, or for its namespaces; it goes after that
 * one, or `backwards` before it. Ended also after -1, which is said. */
int company_gather(struct company *company, bool (*belongs)(const struct record *container), bool backwards);
void company_end(struct company *company);
