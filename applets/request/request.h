/* A request: what `run` and `create` are asked for, as a container's record. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"
#include "options.h"

/* The options that both have, parsed. */
struct request {
	bool interactive, tty, publish_all, read_only, init, open, remove, privileged;
	const char *name, *workdir, *user, *hostname, *domainname, *entrypoint, *network, *cidfile, *address,
		*mac_address, *volume_driver, *stop_signal, *restart, *log_driver;
	long stop_timeout;
	long ephemeral;            /* 1, 0, or NOT_SAID */
	bool detach;               /* of run only */
	struct record lists;       /* env, publish, link, … by their long names */
	struct record notes;       /* lines of the record that no option says */
	struct record kept;        /* volume=<name> <target>: which one a volume without a name is to be */
};
extern struct request request;

/* What both take, and a line of a provisioning file: for OPT_MORE. */
extern const struct opt request_options[];

/* Check what is wrong by its words alone. -1 said; Docker's exit status for it is 125. */
int request_check(const char *applet);

/* What would be the container's record, but for what container_create adds: for who wants to know what
 * is wrong before anything is made. As request_create. */
int request_build(struct record *container, char **words, int count, const char *applet);

/* Make the container from the request: `words` are the image and the command. Writes
 * its id. The exit status for a failure, said: 125 (1 where Docker has it so); 0. */
int request_create(char **words, int count, char *id, const char *applet);

/* The streams (ATTACH_*) that the request wants attached; -1 said. */
int request_streams(void);
