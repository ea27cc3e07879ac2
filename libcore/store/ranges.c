/* ranges/<first id> is a symbolic link whose text is the container. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "store/claims.h"
#include "store/configuration.h"
#include "store/image/index.h"
#include "store/ranges.h"
#include "store/store.h"

enum { RANGE = 65536 };

/* Whatever the file said before, two ranges are the same or have nothing in common: each is a whole multiple. */
int ranges_read(const char *text, uint32_t *first, uint32_t *last)
{
	char end;

	/* Below 2^31: programs, and the kernel's ping_group_range, count no further. */
	if (sscanf(text, "%10u-%10u%c", first, last, &end) != 2 || *first < RANGE || *first > INT32_MAX
	    || *last > INT32_MAX)
		return -1;
	*first = (*first + RANGE - 1) / RANGE * RANGE;
	return *last < *first || *last - *first < RANGE - 1 ? -1 : 0;
}

static bool belongs_to(int ranges, const char *name, const char *container)
{
	char holder[ID_LENGTH + 1];
	ssize_t length = readlinkat(ranges, name, holder, sizeof holder);

	return length == (ssize_t)strlen(container) && memcmp(holder, container, (size_t)length) == 0;
}

/* 1: it is taken. -1 said. */
static int take(int ranges, uint32_t first, const char *container)
{
	char name[16];

	snprintf(name, sizeof name, "%u", first);
	if (symlinkat(container, ranges, name) == 0)
		return 0;
	if (errno != EEXIST)
		return fail("take the ids from %u on: %m", first);
	return belongs_to(ranges, name, container) ? 0 : 1;
}

uint32_t ranges_claim(const char *container)
{
	autoclose int ranges = -1, claims = -1;
	const char *text = configuration("userns-ids", NULL);
	uint32_t first = RANGES_FIRST, last = RANGES_LAST, count, cursor;

	if (text && ranges_read(text, &first, &last) < 0)
		return (uint32_t)(fail("take ids: userns-ids=%s holds no range of 65536 from a multiple of that on", text) + 1);
	if (index_ensure() < 0)
		return 0;
	ranges = store_open(STORE_RUN, "ranges");
	claims = claims_lock();
	if (ranges < 0 || claims < 0)
		return 0;
	count = (last - first + 1) / RANGE;
	cursor = claims_cursor(claims, CURSOR_RANGE);
	for (uint32_t tries = 0; tries < count; tries++) {
		uint32_t next = first + cursor++ % count * RANGE;
		int taken = take(ranges, next, container);

		if (taken < 0)
			return 0;
		if (taken)
			continue;
		claims_move_cursor(claims, CURSOR_RANGE, cursor % count);
		return next;
	}
	fail("no free range of ids in %u-%u", first, last);
	return 0;
}

int ranges_set(const struct record *container)
{
	long long first = record_number(container, "first_id", 0);
	autoclose int ranges = first ? store_open(STORE_RUN, "ranges") : -1;

	if (!first)
		return 0;
	return ranges < 0 || take(ranges, (uint32_t)first, record_get(container, "id")) < 0 ? -1 : 0;
}

int ranges_release(const struct record *container)
{
	const char *name = record_get(container, "first_id");
	autoclose int ranges = name ? store_open(STORE_RUN, "ranges") : -1;

	if (!name)
		return 0;
	if (ranges < 0)
		return -1;
	if (belongs_to(ranges, name, record_get(container, "id")) && unlinkat(ranges, name, 0) < 0 && errno != ENOENT)
		return fail("let go of the ids from %s on: %m", name);
	return 0;
}

struct sweeping {
	bool (*is_gone)(const char *container);
	int result;
};

static int sweep_one(int ranges, const char *name, void *context)
{
	struct sweeping *sweeping = context;
	char holder[ID_LENGTH + 1];
	ssize_t length = readlinkat(ranges, name, holder, ID_LENGTH);

	if (length != ID_LENGTH)
		return 0;
	holder[length] = '\0';
	if (sweeping->is_gone(holder) && unlinkat(ranges, name, 0) < 0 && errno != ENOENT)
		sweeping->result = fail("let go of the ids from %s on: %m", name);
	return 0;
}

int ranges_sweep(bool (*is_gone)(const char *container))
{
	struct sweeping sweeping = { is_gone, 0 };

	return store_each(STORE_RUN, "ranges", sweep_one, &sweeping) < 0 ? -1 : sweeping.result;
}
