/* Cleanup attributes: a descriptor that closes and memory that is freed when it goes out of scope. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static inline void auto_close(const int *fd)
{
	int kept = errno;

	if (*fd >= 0)
		close(*fd);
	errno = kept;
}

static inline void auto_free(void *pointer)
{
	int kept = errno;

	free(*(void **)pointer);
	errno = kept;
}

/* Both keep errno, so that `return fail("…: %m")` stays one line. A descriptor starts as -1. */
#define autoclose __attribute__((cleanup(auto_close)))
#define autofree __attribute__((cleanup(auto_free)))
