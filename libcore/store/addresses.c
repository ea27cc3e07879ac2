/* addresses/<a.b.c.d> is a symbolic link whose text is the lease. SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/addresses.h"
#include "store/claims.h"
#include "store/image/index.h"
#include "store/leases.h"
#include "store/status.h"
#include "store/store.h"

/* Hosts 2 to 65533 of the /16: 0 is the subnet, 1 the gateway, the last the broadcast address. */
enum { FIRST_HOST = 2, LAST_HOST = 65533 };

static bool belongs_to(int addresses, const char *text, const char *lease)
{
	char holder[ID_LENGTH + 1];
	ssize_t length = readlinkat(addresses, text, holder, sizeof holder);

	return length == (ssize_t)strlen(lease) && memcmp(holder, lease, (size_t)length) == 0;
}

int addresses_set(uint32_t address, const char *lease)
{
	autoclose int addresses = store_open(STORE_RUN, "addresses");
	const char *text = text_of_address(address);

	if (addresses < 0)
		return -1;
	if (symlinkat(lease, addresses, text) == 0 || belongs_to(addresses, text, lease))
		return 0;
	return fail("take the address %s: %m", text);
}

static uint32_t claim_wanted(int addresses, uint32_t subnet, uint32_t wanted, const char *lease)
{
	const char *text = text_of_address(wanted);
	uint32_t host = ntohl(wanted) - ntohl(subnet);

	if (host < FIRST_HOST || host > LAST_HOST) {
		fail("take the address %s: it is not one for containers in %s/16", text,
		     text_of_address(subnet));
		return 0;
	}
	if (symlinkat(lease, addresses, text) == 0 || belongs_to(addresses, text, lease))
		return wanted;
	if (errno == EEXIST)
		fail("Address already in use: %s", text);
	else
		fail("take the address %s: %m", text);
	return 0;
}

uint32_t addresses_claim(uint32_t subnet, uint32_t wanted, const char *lease)
{
	autoclose int addresses = -1, claims = -1;
	uint32_t cursor;

	if (index_ensure() < 0)
		return 0;
	addresses = store_open(STORE_RUN, "addresses");
	claims = claims_lock();
	if (addresses < 0 || claims < 0)
		return 0;
	if (wanted)
		return claim_wanted(addresses, subnet, wanted, lease);
	cursor = claims_cursor(claims, CURSOR_ADDRESS);
	for (uint32_t tries = 0; tries <= LAST_HOST - FIRST_HOST; tries++) {
		uint32_t address;

		cursor = cursor < FIRST_HOST || cursor > LAST_HOST ? FIRST_HOST : cursor;
		address = htonl(ntohl(subnet) + cursor++);
		if (symlinkat(lease, addresses, text_of_address(address)) == 0) {
			claims_move_cursor(claims, CURSOR_ADDRESS, cursor);
			return address;
		}
		if (errno != EEXIST) {
			fail("take an address: %m");
			return 0;
		}
	}
	fail("no free address in %s/16", text_of_address(subnet));
	return 0;
}

int addresses_release(uint32_t address, const char *lease)
{
	autoclose int addresses = store_open(STORE_RUN, "addresses");
	const char *text = text_of_address(address);

	if (addresses < 0)
		return -1;
	if (belongs_to(addresses, text, lease) && unlinkat(addresses, text, 0) < 0 && errno != ENOENT)
		return fail("let go of the address %s: %m", text);
	return 0;
}

static bool is_abandoned(int addresses, const char *text)
{
	struct record lease autorecord = { 0 };
	char holder[ID_LENGTH + 1];
	ssize_t length = readlinkat(addresses, text, holder, ID_LENGTH);
	const char *container;
	uint32_t address;

	if (length != ID_LENGTH || text_address(text, &address) < 0)
		return false;
	holder[length] = '\0';
	if (lease_load(&lease, holder) < 0)
		return errno == ENOENT;
	/* Between taking the address and writing it into the lease a start holds its container's lock. */
	container = record_get(&lease, "container");
	if (container && status_is_locked(container))
		return false;
	return lease_address(&lease) != address;
}

static int sweep_one(int addresses, const char *text, void *result)
{
	if (is_abandoned(addresses, text) && unlinkat(addresses, text, 0) < 0)
		*(int *)result = fail("let go of the address %s: %m", text);
	return 0;
}

int addresses_sweep(void)
{
	int result = 0;

	return store_each(STORE_RUN, "addresses", sweep_one, &result) < 0 ? -1 : result;
}
