/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/nat.h"
#include "kernel/network/nat_element.h"
#include "kernel/network/nat_revoke.h"
#include "kernel/network/nat_table.h"

static int fail_table(void)
{
	if (errno == EPROTONOSUPPORT || errno == EOPNOTSUPP || errno == EINVAL)
		return fail("set up the firewall table %s: this kernel has no nf_tables "
			"(CONFIG_NF_TABLES, CONFIG_NF_TABLES_IPV4): %m", NAT_TABLE);
	if (errno == ENOENT)
		return fail("set up the firewall table %s: this kernel lacks a part of nf_tables "
			"(CONFIG_NFT_NAT, _MASQ, _CT, _FIB_IPV4): %m", NAT_TABLE);
	return fail("set up the firewall table %s: %m%s", NAT_TABLE, netlink_reason());
}

bool nat_exists(void)
{
	int kernel = netlink_netfilter();

	return kernel >= 0 && nft_find_table(kernel, NAT_TABLE) == 0;
}

int nat_create(uint32_t subnet, uint32_t gateway, bool fence)
{
	struct nft_batch batch = { .netlink.size = NAT_TABLE_SIZE };
	autofree char *memory = NULL;
	int kernel = netlink_netfilter();

	if (nat_exists())
		return 0;
	memory = malloc(NAT_TABLE_SIZE);
	if (!memory || kernel < 0)
		return fail_table();
	batch.netlink.larger = memory;
	nft_begin(&batch, NAT_TABLE);
	nat_table_put(&batch, subnet, gateway, fence);
	if (nft_commit(kernel, &batch) < 0)
		return fail_table();
	return 0;
}

int nat_delete(void)
{
	struct nft_batch batch = { 0 };
	int kernel = netlink_netfilter();

	nft_begin(&batch, NAT_TABLE);
	nft_delete_table(&batch);
	if (kernel >= 0 && (nft_commit(kernel, &batch) == 0 || errno == ENOENT))
		return 0;
	return fail("delete the firewall table %s: %m%s", NAT_TABLE, netlink_reason());
}

/* How many lines of a record are elements; -1 said if one is malformed. */
static int count_elements(const struct record *record)
{
	struct nat_element element;
	const char *line = NULL;
	int count = 0;

	while (record && (line = record_line(record, line))) {
		int is_element = nat_element_parse(&element, line);

		if (is_element < 0)
			return fail("firewall element %s: %m", line);
		count += is_element;
	}
	return count;
}

static void put_element(struct nft_batch *batch, bool add, const struct nat_element *element)
{
	nft_put_element(batch, add, element->kind->collection.name, &element->key,
		element->last.length ? &element->last : NULL,
		element->data.length ? &element->data : NULL);
}

/* Removing starts with adding: then nothing is ever absent, and a host port that leads elsewhere
 * shows as EEXIST. Elements of `remove` whose bit in `others` is set are left alone. */
static void put_elements(struct nft_batch *batch, const struct record *remove,
	const struct record *add, const bool *others)
{
	struct nat_element element;
	const char *line = NULL;
	int number = 0;

	while (remove && (line = record_line(remove, line))) {
		if (nat_element_parse(&element, line) <= 0 || others[number++])
			continue;
		put_element(batch, true, &element);
		put_element(batch, false, &element);
	}
	while (add && (line = record_line(add, line)))
		if (nat_element_parse(&element, line) > 0)
			put_element(batch, true, &element);
}

/* Which element of `remove` the refused message was for; -1 if it was for none of them. */
static int find_refused(const bool *others, int removals, int failed)
{
	int message = 1;

	for (int number = 0; number < removals; number++) {
		if (others[number])
			continue;
		if (failed == message || failed == message + 1)
			return number;
		message += 2;
	}
	return -1;
}

static int apply(int kernel, const struct record *remove, int removals, const struct record *add,
	int additions)
{
	size_t messages = 2 * (size_t)removals + (size_t)additions;
	size_t size = 2 * NETLINK_MESSAGE + messages * NAT_ELEMENT_SIZE;
	autofree char *memory = malloc(size);
	autofree bool *others = calloc((size_t)removals + 1, sizeof *others);
	int refused;

	if (!memory || !others)
		return fail("change the firewall table %s: %m", NAT_TABLE);
	do {
		struct nft_batch batch = { .netlink = { .larger = memory, .size = size } };

		nft_begin(&batch, NAT_TABLE);
		put_elements(&batch, remove, add, others);
		if (batch.netlink.count == 1 || nft_commit(kernel, &batch) == 0)
			return 0;
		if (errno == EBUSY || errno == ENOTEMPTY)   /* before Linux 5.12 */
			errno = EEXIST;
		if (errno == ENOENT)
			return -1;
		if (errno != EEXIST)
			return fail("change the firewall table %s: %m%s", NAT_TABLE, netlink_reason());
		refused = find_refused(others, removals, batch.netlink.failed);
		if (refused >= 0)
			others[refused] = true;
	} while (refused >= 0);
	return -1;
}

int nat_apply(const struct record *remove, const struct record *add)
{
	int removals = count_elements(remove);
	int additions = count_elements(add);
	int kernel;

	if (removals < 0 || additions < 0)
		return -1;
	if (!removals && !additions)
		return 0;
	kernel = netlink_netfilter();
	if (kernel < 0)
		return fail_table();
	if (apply(kernel, remove, removals, add, additions) < 0)
		return -1;
	return removals ? nat_revoke(remove, removals) : 0;
}
