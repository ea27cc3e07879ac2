/* What a request says of rights: --cap-add, --cap-drop, --privileged, --security-opt. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

#define REQUEST_SECURITY_OPTIONS \
	OPT_LIST(0, "cap-add", &request.lists, "list", "Add Linux capabilities"), \
	OPT_LIST(0, "cap-drop", &request.lists, "list", "Drop Linux capabilities"), \
	OPT_FLAG(0, "privileged", &request.privileged, "Give extended privileges to this container"), \
	OPT_LIST(0, "security-opt", &request.lists, "list", "Security Options")

/* Add the keys of it to the record, a seccomp profile by its text. -1 said. */
int request_security_add(struct record *container);
