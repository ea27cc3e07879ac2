/* The lock file itself holds the cursors: four 32-bit numbers of the host's byte order. It is RAM.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "store/claims.h"
#include "store/store.h"

int claims_lock(void)
{
	return store_lock("claims");
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
