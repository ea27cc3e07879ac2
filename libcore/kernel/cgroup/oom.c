/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/auto.h"
#include "kernel/cgroup/oom.h"

int oom_score(void)
{
	autoclose int fd = open("/proc/self/oom_score_adj", O_RDONLY | O_CLOEXEC);
	char text[16] = "0";

	return fd >= 0 && read(fd, text, sizeof text - 1) > 0 ? atoi(text) : 0;
}

static bool set(const char *path, int score)
{
	autoclose int fd = open(path, O_WRONLY | O_CLOEXEC);
	char text[16];
	int length = snprintf(text, sizeof text, "%d", score);

	return fd >= 0 && write(fd, text, (size_t)length) == length;
}

bool oom_set_score(int score)
{
	return set("/proc/self/oom_score_adj", score);
}

bool oom_set_score_of(pid_t pid, int score)
{
	char path[40];

	snprintf(path, sizeof path, "/proc/%d/oom_score_adj", (int)pid);
	return set(path, score);
}
