/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/remains.h"
#include "life/teardown.h"
#include "store/container_record.h"
#include "store/status.h"

int remains_clear(const struct record *container)
{
	struct record status autorecord = { 0 };
	struct ending ending = { .exit = 137, .error = "", .ran = true };
	autoclose int directory = status_open_directory(record_get(container, "id"));

	if (directory < 0)
		return -1;
	if (record_load(&status, directory, "status") < 0
	    || (!record_get(&status, "pid") && !record_get(&status, "address") && !record_get(&status, "cgroup")))
		return 0;
	ending.ran = ending.joined = record_get(&status, "pid") != NULL;
	/* It may have ended in good order, and something could not be removed. */
	if (!ending.ran && !record_get(&status, "address")) {
		ending.exit = (int)record_number(&status, "exit", ending.exit);
		ending.error = record_get(&status, "error") ? record_get(&status, "error") : "";
	}
	ending.restarts = (int)record_number(&status, "restarts", 0);
	if (teardown(container, &ending) < 0)
		return -1;
	return record_get(container, "auto_remove")
	       ? fail("No such container: %s", record_get(container, "id")) : 0;
}

int remains_sweep(const char *id)
{
	struct record container autorecord = { 0 };
	bool was = fail_silently(true), found = container_record_load(&container, id) == 0;
	autoclose int lock = -1;

	fail_silently(was);
	if (!found || !status_has_remains(id))
		return 0;
	lock = status_lock(id);
	if (lock < 0)
		return errno == EAGAIN ? 0 : fail("lock container %.12s: %m", id);
	return remains_clear(&container) < 0 && !record_get(&container, "auto_remove") ? -1 : 0;
}
