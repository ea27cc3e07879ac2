/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "life/restart_policy.h"
#include "request/request.h"
#include "request/request_restart.h"

int request_restart_check_words(void)
{
	if (!request.restart)
		return 0;
	if (restart_policy_check_words(request.restart) < 0)
		return -1;
	if (request.remove && *request.restart && strcmp(request.restart, "no") != 0)
		return fail("Conflicting options: --restart and --rm");
	return 0;
}

int request_restart_add(struct record *container)
{
	struct restart_policy policy;

	if (!request.restart)
		return 0;
	return restart_policy_parse(&policy, request.restart) < 0 ? -1 : restart_policy_write(&policy, container);
}

int request_restart_change(struct record *changes)
{
	if (!request.restart || !*request.restart)
		return 0;
	if (request_restart_add(changes) < 0)
		return -1;
	return record_get(changes, "restart") || record_add(changes, "restart", "") == 0
	       ? 0 : fail("take the restart policy: %m");
}
