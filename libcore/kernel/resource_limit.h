/* A resource limit of one process, as setrlimit(2) has it: of files, processes, locked memory and so on. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

enum { RESOURCE_UNLIMITED = -1 };

/* The number of one by ulimit's name, "nofile"; -1: there is none such. */
int resource_limit_find(const char *name);

/* Hold a process (0: the caller), and what it will exec, to it. -1 and errno; EPERM: raising takes
 * CAP_SYS_RESOURCE. */
int resource_limit_set(pid_t pid, int number, long long soft, long long hard);
