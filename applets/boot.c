/* boot - start what is to run after the machine was switched on                      CONFIG_BOOT */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "life/boot/boot.h"
#include "life/boot/readiness.h"
#include "provision/provision.h"
#include "tell.h"

static struct {
	bool wait;
} given;

static const struct opt options[] = {
	OPT_FLAG(0, "wait", &given.wait, "Wait until all are ready as well, at most for TIMEOUT (default 1m)"),
	OPT_END
};

static int boot_main(int argc, char **argv)
{
	const struct provision provision = { .at_boot = true };
	const char *time = argc ? argv[0] : "1m";
	struct readiness_patience patience;
	int provisioned, booted;

	if (argc && !given.wait)
		return fail("boot: a time is for --wait"), EXIT_FAILURE;
	if (given.wait && readiness_patience_begin(&patience, time) < 0)
		return fail("invalid argument \"%s\" for --wait: it is no time, as 30s or 1m30s", time), EXIT_FAILURE;
	/* What the files of this device want may have changed while it was off. */
	provisioned = provision_apply(&provision);
	booted = boot(given.wait ? time : NULL, tell);
	return provisioned < 0 || booted < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet boot_applet = {
	.name     = "boot",
	.summary  = "Start every container that its restart policy wants to run, sources before consumers",
	.operands = "[TIMEOUT]",
	.least    = 0,
	.most     = 1,
	.options  = options,
	.main     = boot_main,
};
