/* The lock file itself holds the cursors: three 32-bit numbers of the host's byte order. It is RAM.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/claims.h"
#include "store/lock.h"
#include "store/store.h"

int claims_lock(void)
{
	autoclose int run = store_open(STORE_RUN, "");
	int fd;

	if (run < 0)
		return -1;
	fd = lock_take(run, "claims");
	return fd < 0 ? fail("lock %s/claims: %m", store_path(STORE_RUN)) : fd;
}

uint32_t claims_cursor(int claims, enum claims_cursor which)
{
	uint32_t value = 0;

	return pread(claims, &value, sizeof value, which * (off_t)sizeof value) == sizeof value ? value : 0;
}

void claims_move_cursor(int claims, enum claims_cursor which, uint32_t to)
{
	/* A cursor that can't be written costs a longer search next time, nothing else. */
	if (pwrite(claims, &to, sizeof to, which * (off_t)sizeof to) < 0)
		return;
}
