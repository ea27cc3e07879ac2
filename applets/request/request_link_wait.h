/* What a request says of waiting for its links: --link-wait. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

#define REQUEST_LINK_WAIT_OPTIONS \
	OPT_LIST(0, "link-wait", &request.lists, "time[:port,...]", \
		 "Begin when linked containers listen (30s, 30s:5432, db=1m:5432)")

/* Check its words. -1 said. */
int request_link_wait_check(void);

/* Add it to the record. -1 said. */
int request_link_wait_add(struct record *container);
