/* exec - run a command in a container that runs                    CONFIG_EXEC */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/fail.h"
#include "life/exec.h"
#include "life/monitor/keeper.h"
#include "store/names.h"
#include "request/variables.h"

static struct {
	bool detach, interactive, tty, privileged, keep;
	const char *detach_keys, *user, *workdir;
	struct record variables;
} given;

static const struct opt options[] = {
	OPT_FLAG('d', "detach", &given.detach, "Detached mode: run command in the background"),
	OPT_TEXT(0, "detach-keys", &given.detach_keys, "string", 
		 "Override the key sequence for detaching a container"),
	OPT_LIST('e', "env", &given.variables, "list", "Set environment variables"),
	OPT_LIST(0, "env-file", &given.variables, "list", "Read in a file of environment variables"),
	OPT_FLAG('i', "interactive", &given.interactive, "Keep STDIN open even if not attached"),
	OPT_FLAG(0, "keep", &given.keep, NULL),
	OPT_FLAG(0, "privileged", &given.privileged, "Give extended privileges to the command"),
	OPT_FLAG('t', "tty", &given.tty, "Allocate a pseudo-TTY"),
	OPT_TEXT('u', "user", &given.user, "string", "Username or UID (format: <name|uid>[:<group|gid>])"),
	OPT_TEXT('w', "workdir", &given.workdir, "string", "Working directory inside the container"),
	OPT_END
};

/* "linkbox exec --keep FLAGS USER WORKDIR GROUPS LIMITS COMMAND…" is what exec_run starts for each command. */
static int keep(char **words)
{
	struct keeping keeping = {
		.argv = words + 5,
		.user = words[1],
		.workdir = words[2],
		.groups = words[3],
		.limits = words[4],
		.detach = strchr(words[0], 'd') != NULL,
		.input = strchr(words[0], 'i') != NULL,
		.tty = strchr(words[0], 't') != NULL,
		.brief = strchr(words[0], 'b') != NULL,
	};

	return keeper_run(&keeping) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int exec_main(int argc, char **argv)
{
	autorecord struct record env = { 0 };
	struct execution execution = {
		.name = *argv,
		.argv = argv + 1,
		.user = given.user,
		.workdir = given.workdir,
		.env = &env,
		.detach = given.detach,
		.input = given.interactive,
		.tty = given.tty,
		.privileged = given.privileged,
		.detach_keys = given.detach_keys,
	};
	char id[ID_LENGTH + 1];
	int status = EXIT_FAILURE;

	if (given.keep)
		return argc < 6 ? EXIT_FAILURE : keep(argv);
	fail_phase("", "");
	if (variables_read(&env, &given.variables) < 0)
		return EXIT_FAILURE;
	fail_phase("Error: ", "");
	if (names_find(*argv, id) < 0)
		return EXIT_FAILURE;
	fail_phase("Error response from daemon: ", "");
	return exec_run(id, &execution, &status) < 0 ? EXIT_FAILURE : status;
}

const struct applet exec_applet = {
	.name     = "exec",
	.summary  = "Run a command in a running container",
	.operands = "CONTAINER COMMAND [ARG...]",
	.least    = 2,
	.most     = ANY_NUMBER,
	.options  = options,
	.words_follow = true,
	.main     = exec_main,
};
