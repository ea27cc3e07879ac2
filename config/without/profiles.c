/* Without CONFIG_PROFILES: system calls are filtered as we do it, or not at all. */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "base/fail.h"
#include "kernel/confine/syscall_name.h"
#include "store/seccomp_profile.h"

char *seccomp_profile_load(const char *path)
{
	fail("read %s: this linkbox was built without seccomp profiles", path);
	return NULL;
}

int seccomp_profile_read(const char *text, const struct seccomp_reader *reader)
{
	(void)text, (void)reader;
	return fail("read the container's seccomp profile: this linkbox was built without them");
}

int syscall_find(const char *name)
{
	(void)name;
	return -1;
}
