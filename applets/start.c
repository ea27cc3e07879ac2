/* start - start stopped containers                                      CONFIG_START */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "life/attach.h"
#include "life/start.h"
#include "store/container_record.h"
#include "store/names.h"
#include "store/status.h"

static struct {
	bool attach, interactive;
	const char *detach_keys;
} given;

static const struct opt options[] = {
	OPT_FLAG('a', "attach", &given.attach, "Attach STDOUT/STDERR and forward signals"),
	OPT_TEXT(0, "detach-keys", &given.detach_keys, "string",
		 "Override the key sequence for detaching a container"),
	OPT_FLAG('i', "interactive", &given.interactive, "Attach container's STDIN"),
	OPT_END
};

static int refuse_paused(const char *id)
{
	struct record container autorecord = { 0 }, status autorecord = { 0 };

	if (container_record_load(&container, id) < 0 || status_load(&status, &container) < 0)
		return -1;
	return strcmp(record_get(&status, "state"), "paused") == 0
	       ? fail("cannot start a paused container, try unpause instead") : 0;
}

static int start_one(const char *name)
{
	char id[ID_LENGTH + 1];
	autoclose int control = -1;
	int code;

	return names_find(name, id) < 0 || refuse_paused(id) < 0 || start_container(id, 0, &control, &code) < 0 ? -1 : 0;
}

/* Docker names the ones that failed once more, in one line, at the end. */
static void name_failed(char **failed, int count)
{
	char text[FAILURE_LENGTH];
	size_t used = 0;

	for (int i = 0; i < count && used < sizeof text; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? ", " : "", failed[i]);
	fail_phase("Error: ", "");
	fail("failed to start containers: %s", text);
}

static int start_several(int argc, char **argv)
{
	int failed = 0;

	for (int i = 0; i < argc; i++) {
		if (start_one(argv[i]) < 0)
			argv[failed++] = argv[i];
		else
			puts(argv[i]);
	}
	if (failed)
		name_failed(argv, failed);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int start_attached(const char *name)
{
	struct attachment attachment = { .streams = ATTACH_OUTPUT | ATTACH_ERROR,
					 .detach_keys = given.detach_keys };
	struct record container autorecord = { 0 };
	char id[ID_LENGTH + 1];
	autoclose int control = -1;
	int status = EXIT_FAILURE, started;

	fail_phase("Error: ", "");
	if (names_find(name, id) < 0 || container_record_load(&container, id) < 0)
		return EXIT_FAILURE;
	fail_phase("Error response from daemon: ", "");
	attachment.id = id;
	attachment.tty = record_get(&container, "tty") != NULL;
	attachment.proxy_signals = !attachment.tty;
	if (given.interactive && record_get(&container, "open_stdin"))
		attachment.streams |= ATTACH_INPUT;
	if (attach_check(&attachment) < 0)
		return EXIT_FAILURE;
	started = start_container(id, attachment.streams, &control, &status);
	if (started < 0)
		return EXIT_FAILURE;
	if ((started == START_RUNS_ALREADY ? attach_container(&attachment, &status)
					   : attach_relay(control, &attachment, &status)) < 0)
		return EXIT_FAILURE;
	return status;
}

static int start_main(int argc, char **argv)
{
	if (!given.attach && !given.interactive)
		return start_several(argc, argv);
	if (argc > 1) {
		fail_phase("", "");
		fail("you cannot start and attach multiple containers at once");
		return EXIT_FAILURE;
	}
	return start_attached(argv[0]);
}

const struct applet start_applet = {
	.name     = "start",
	.summary  = "Start one or more stopped containers",
	.operands = "CONTAINER [CONTAINER...]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.options  = options,
	.main     = start_main,
};
