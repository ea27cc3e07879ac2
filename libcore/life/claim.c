/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "life/limits/cgroups.h"
#include "life/claim.h"
#include "life/network/link.h"
#include "life/network/network.h"
#include "life/restart_policy.h"
#include "life/network/tenancy.h"
#include "life/files/volume.h"
#include "store/container_record.h"
#include "store/status.h"

/* The status that the start begins with: nothing but what it has claimed. */
static int begin_status(struct record *status, const struct record *before)
{
	static const char *const kept[] = { "started", "started_uptime", "finished", "finished_uptime", "exit" };

	const char *state = record_get(before, "state");
	bool ran = strcmp(state, "created") != 0;

	/* It is what it was until it runs, and again if it comes to nothing. */
	if (record_add(status, "state", ran ? "exited" : "created") < 0
	    || (ran && record_add(status, "ran_before", "yes") < 0))
		return fail("begin to start: %m");
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (record_copy(status, before, kept[i]) < 0)
			return fail("begin to start: %m");
	return 0;
}

/* --mac-address, in the form that inspect shows. */
static int note_mac(const struct record *container, struct record *status)
{
	const char *text = record_get(container, "mac_address");
	unsigned char mac[MAC_LENGTH];

	if (!text || text_mac(text, mac) < 0)
		return 0;
	return record_addf(status, "mac", "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
			   mac[5]) < 0 ? fail("take the MAC address %s: %m", text) : 0;
}

static int claim_address(const struct record *container, struct record *status)
{
	uint32_t subnet, address;

	if (strcmp(record_get(container, "network"), "bridge") != 0)
		return 0;
	if (network_prepare(&subnet) < 0)
		return -1;
	address = tenancy_take_address(container, subnet);
	if (!address)
		return -1;
	return record_set(status, "address", text_of_address(address)) < 0 ? fail("take an address: %m")
									   : note_mac(container, status);
}

int claim_take(const struct record *container, struct ports *ports)
{
	struct record before autorecord = { 0 }, status autorecord = { 0 };

	if (status_load(&before, container) < 0 || link_check_sources(container) < 0
	    || volume_prepare(container, false) < 0 || begin_status(&status, &before) < 0
	    || cgroups_plan(container, &status) < 0 || claim_address(container, &status) < 0
	    || ports_claim(ports, container, &status, &before) < 0 || restart_policy_unmark(container) < 0
	    || status_save(&status, record_get(container, "id")) < 0)
		return -1;
	return cgroups_make(container, &status);
}

int claim_again(const struct record *container)
{
	struct record status autorecord = { 0 };

	if (status_load(&status, container) < 0 || link_check_sources(container) < 0
	    || volume_prepare(container, false) < 0 || cgroups_plan(container, &status) < 0
	    || claim_address(container, &status) < 0 || status_save(&status, record_get(container, "id")) < 0)
		return -1;
	return cgroups_make(container, &status);
}
