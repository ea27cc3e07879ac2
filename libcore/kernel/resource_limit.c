/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>

#include "kernel/resource_limit.h"

int resource_limit_find(const char *name)
{
	static const struct { const char *name; int number; } known[] = {
		{ "core", RLIMIT_CORE }, { "cpu", RLIMIT_CPU }, { "data", RLIMIT_DATA }, { "fsize", RLIMIT_FSIZE },
		{ "locks", RLIMIT_LOCKS }, { "memlock", RLIMIT_MEMLOCK }, { "msgqueue", RLIMIT_MSGQUEUE },
		{ "nice", RLIMIT_NICE }, { "nofile", RLIMIT_NOFILE }, { "nproc", RLIMIT_NPROC }, { "rss", RLIMIT_RSS },
		{ "rtprio", RLIMIT_RTPRIO }, { "rttime", RLIMIT_RTTIME }, { "sigpending", RLIMIT_SIGPENDING },
		{ "stack", RLIMIT_STACK },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(name, known[i].name) == 0)
			return known[i].number;
	return -1;
}

int resource_limit_set(pid_t pid, int number, long long soft, long long hard)
{
	struct rlimit limit = {
		.rlim_cur = soft == RESOURCE_UNLIMITED ? RLIM_INFINITY : (rlim_t)soft,
		.rlim_max = hard == RESOURCE_UNLIMITED ? RLIM_INFINITY : (rlim_t)hard,
	};

	return prlimit(pid, number, &limit, NULL);
}
