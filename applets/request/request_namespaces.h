/* What a request says of namespaces, and of settings in them: --ipc, --pid, --uts, --sysctl, --shm-size. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

struct request_namespaces {
	const char *ipc, *pid, *uts, *user, *cgroup, *shm_size;
};
extern struct request_namespaces request_namespaces;

#define REQUEST_NAMESPACE_OPTIONS \
	OPT_TEXT(0, "cgroupns", &request_namespaces.cgroup, "string", "Cgroup namespace to use (private)"), \
	OPT_TEXT(0, "ipc", &request_namespaces.ipc, "string", "IPC mode to use"), \
	OPT_TEXT(0, "pid", &request_namespaces.pid, "string", "PID namespace to use"), \
	OPT_TEXT(0, "shm-size", &request_namespaces.shm_size, "bytes", "Size of /dev/shm"), \
	OPT_LIST(0, "sysctl", &request.lists, "map", "Sysctl options"), \
	OPT_TEXT(0, "userns", &request_namespaces.user, "string", "User namespace to use (auto, host)"), \
	OPT_TEXT(0, "uts", &request_namespaces.uts, "string", "UTS namespace to use")

/* What Docker's flag library finds, and what its client does. -1 said. */
int request_namespaces_check_words(void);
int request_namespaces_check(void);

/* What Docker finds at the start: an unknown --ipc, and settings of the host's own namespaces. -1 said. */
int request_namespaces_check_use(const struct record *container);

/* Add the keys of it to the record, after its network. -1 said, in the daemon's words. */
int request_namespaces_add(struct record *container);
