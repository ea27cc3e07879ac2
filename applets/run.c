/* run - create a container, start it, and stay with it                  CONFIG_RUN */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "hint.h"
#include "life/attach.h"
#include "life/start.h"
#include "request/request.h"

static struct {
	bool proxy;
	const char *detach_keys;
} given = { .proxy = true };

static const struct opt options[] = {
	OPT_FLAG('d', "detach", &request.detach, "Run container in background and print container ID"),
	OPT_TEXT(0, "detach-keys", &given.detach_keys, "string",
		 "Override the key sequence for detaching a container"),
	OPT_FLAG(0, "sig-proxy", &given.proxy, "Proxy received signals to the process (default true)"),
	OPT_MORE(request_options)
};

/* Neither standard output nor error are attached: then it is the id that the caller gets. */
static bool shows_id(int streams)
{
	return !(streams & (ATTACH_OUTPUT | ATTACH_ERROR));
}

static bool forwards(void)
{
	return request.publish_all || record_get(&request.lists, "publish") || record_get(&request.lists, "link");
}

static int stay(int control, const char *id, struct attachment *attachment)
{
	int status = EXIT_SUCCESS;

	attachment->id = id;
	switch (attach_relay(control, attachment, &status)) {
	case ATTACH_DETACHED:
		return EXIT_SUCCESS;
	case -1:
		return EXIT_FAILURE;
	default:
		return status;
	}
}

static int run_main(int argc, char **argv)
{
	struct attachment attachment = { .tty = request.tty, .proxy_signals = given.proxy && !request.tty,
					 .detach_keys = given.detach_keys };
	char id[ID_LENGTH + 1];
	autoclose int control = -1;
	int status;

	if (request.detach && record_get(&request.lists, "attach")) {
		fail_phase("", "");
		fail("Conflicting options: -a and -d");
		return EXIT_FAILURE;
	}
	if (request_check("run") < 0)
		return 125;
	attachment.streams = request_streams();
	if (attach_check(&attachment) < 0)
		return EXIT_FAILURE;
	status = request_create(argv, argc, id, "run");
	if (status)
		return status;
	if (shows_id(attachment.streams)) {
		puts(id);
		fflush(stdout);
	}
	fail_phase("docker: Error response from daemon: ", ".");
	if (start_container(id, attachment.streams, &control, &status) < 0)
		return status;
	if (forwards()) {
		hint_firewall();
		fail_phase("docker: Error response from daemon: ", ".");
	}
	return attachment.streams ? stay(control, id, &attachment) : EXIT_SUCCESS;
}

const struct applet run_applet = {
	.name         = "run",
	.summary      = "Run a command in a new container",
	.operands     = "IMAGE [COMMAND] [ARG...]",
	.least        = 1,
	.most         = ANY_NUMBER,
	.options      = options,
	.words_follow = true,
	.own_fault    = 125,
	.main         = run_main,
};
