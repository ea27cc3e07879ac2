/* attach - connect our standard streams to a container that runs   CONFIG_ATTACH */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "life/attach.h"
#include "store/names.h"

static struct {
	bool no_stdin, sig_proxy;
	const char *detach_keys;
} given = { .sig_proxy = true };

static const struct opt options[] = {
	OPT_TEXT(0, "detach-keys", &given.detach_keys, "string", 
		 "Override the key sequence for detaching a container"),
	OPT_FLAG(0, "no-stdin", &given.no_stdin, "Do not attach STDIN"),
	OPT_FLAG(0, "sig-proxy", &given.sig_proxy, "Proxy all received signals to the process (default true)"),
	OPT_END
};

static int attach_main(int argc, char **argv)
{
	char id[ID_LENGTH + 1];
	struct attachment attachment = {
		.streams = ATTACH_OUTPUT | ATTACH_ERROR | (given.no_stdin ? 0 : ATTACH_INPUT),
		.proxy_signals = given.sig_proxy,
		.detach_keys = given.detach_keys,
		.id = id,
	};
	int status = EXIT_FAILURE;

	(void)argc;
	fail_phase("Error: ", "");
	if (names_find(*argv, id) < 0)
		return EXIT_FAILURE;
	switch (attach_container(&attachment, &status)) {
	case ATTACH_EXITED:
	case ATTACH_LOST:
		return status;
	case ATTACH_DETACHED:
		fail_phase("", "");
		fail("read escape sequence");
		return EXIT_FAILURE;
	default:
		return EXIT_FAILURE;
	}
}

const struct applet attach_applet = {
	.name     = "attach",
	.summary  = "Attach local standard input, output, and error streams to a running container",
	.operands = "CONTAINER",
	.least    = 1,
	.most     = 1,
	.options  = options,
	.main     = attach_main,
};
