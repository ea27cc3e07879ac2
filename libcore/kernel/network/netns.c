/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sched.h>

#include "base/auto.h"
#include "kernel/network/netns.h"

int netns_enter(int netns)
{
	int outside = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	if (outside < 0)
		return -1;
	if (setns(netns, CLONE_NEWNET) == 0)
		return outside;
	auto_close(&outside);
	return -1;
}

int netns_leave(int outside)
{
	int result = setns(outside, CLONE_NEWNET);

	auto_close(&outside);
	return result;
}
