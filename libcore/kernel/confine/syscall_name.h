/* The names of system calls. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* The row (syscalls.h) of the call with this name, -1 if there is none. */
int syscall_find(const char *name);
