/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "hint.h"
#include "kernel/probe/probe.h"
#include "store/store.h"

/* True for who asks first. The run directory is RAM: a boot empties it. */
static bool is_first(const char *mark)
{
	autoclose int run = store_open(STORE_RUN, "");

	return run >= 0 && mkdirat(run, mark, 0700) == 0;
}

static void say(const struct obstacle *obstacle)
{
	static bool said;

	if (obstacle->kind != OBSTACLE_CHAIN || said)
		return;
	said = true;
	fail("the firewall's chain %s %s %s drops what goes to containers and comes from them: `linkbox check` says what lets "
	     "it through", obstacle->family, obstacle->table, obstacle->chain);
}

void hint_firewall(void)
{
	if (!isatty(STDERR_FILENO) || !is_first("firewall-hint"))
		return;
	fail_phase("WARNING: ", "");
	probe_obstacles(say);
}
