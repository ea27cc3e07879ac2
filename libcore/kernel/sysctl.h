/* Kernel settings below /proc/sys, of the network namespace that the caller is in. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* `path` is what follows /proc/sys/: "net/ipv4/ip_forward". -1 and errno, silent. */
int sysctl_write(const char *path, const char *value);
int sysctl_read(const char *path, char *value, size_t size);
