/* What a request says of devices: --device, --device-cgroup-rule. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

#define REQUEST_DEVICE_OPTIONS \
	OPT_LIST(0, "device", &request.lists, "list", "Add a host device to the container"), \
	OPT_LIST(0, "device-cgroup-rule", &request.lists, "list", \
		 "Add a rule to the cgroup allowed devices list")

/* What Docker's flag library finds, and what its client does. -1 said. */
int request_devices_check_words(void);
int request_devices_check(void);

/* Add the device= and device_cgroup_rule= lines. -1 said. */
int request_devices_add(struct record *container);
