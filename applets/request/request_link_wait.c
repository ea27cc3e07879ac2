/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "base/fail.h"
#include "life/network/link_wait.h"
#include "request/request.h"
#include "request/request_link_wait.h"

int request_link_wait_check(void)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "link-wait", text));)
		if (link_wait_check_words(text) < 0)
			return -1;
	return 0;
}

int request_link_wait_add(struct record *container)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "link-wait", text));)
		if (record_add(container, "link_wait", text) < 0)
			return fail("take --link-wait %s: %m", text);
	return 0;
}
