/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/ip.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/record.h"
#include "base/text.h"
#include "kernel/network/conntrack.h"
#include "kernel/network/iface.h"
#include "kernel/network/iface_delete.h"
#include "kernel/network/ingress.h"
#include "kernel/network/nat.h"
#include "kernel/network/nat_table.h"
#include "kernel/network/route.h"
#include "kernel/sysctl.h"
#include "life/network/cable.h"
#include "life/network/network.h"
#include "life/network/subnet.h"
#include "store/status.h"
#include "store/store.h"

/* run/subnet: subnet=<address>, forwarding=yes (linkbox turned it on), netns=<inode> once all is
 * made there. */

static unsigned long long netns_inode(void)
{
	struct stat ours;

	return stat("/proc/self/ns/net", &ours) < 0 ? 0 : (unsigned long long)ours.st_ino;
}

/* The subnet that was prepared in this network namespace; 0 if none was. */
static uint32_t load_prepared(struct record *base, int run)
{
	const char *text;
	uint32_t subnet;

	if (record_load(base, run, "subnet") < 0)
		return 0;
	text = record_get(base, "subnet");
	if ((unsigned long long)record_number(base, "netns", 0) != netns_inode()
	    || !text || text_address(text, &subnet) < 0)
		return 0;
	return subnet;
}

static int save(const struct record *base, int run)
{
	if (record_save(base, run, "subnet", false) < 0)
		return fail("write %s/subnet: %m", store_path(STORE_RUN));
	return 0;
}

static int put_routes(uint32_t subnet)
{
	static const char *const steps[] = { "address", "route", "rule", "rule" };
	struct netlink_batch batch = { .accepted = EEXIST };
	autoclose int kernel = netlink_open(NETLINK_ROUTE);
	int lo = kernel < 0 ? -1 : iface_index(kernel, "lo");

	if (lo < 0)
		return fail("set up the gateway of the containers: %m");
	iface_put_address(&batch, lo, subnet_gateway(subnet));
	route_put_unreachable(&batch, subnet, NAT_SUBNET_PREFIX);
	route_put_rule_local(&batch, SUBNET_PREFERENCE, SUBNET_TABLE);
	route_put_rule_mark(&batch, SUBNET_PREFERENCE + 1, SUBNET_TABLE, NAT_MARK);
	if (netlink_send(kernel, &batch) == 0)
		return 0;
	return fail("set up the gateway of the containers: %s: %m%s%s",
		batch.failed < 0 ? "request" : steps[batch.failed], netlink_reason(),
		errno == EOPNOTSUPP ? " (CONFIG_IP_MULTIPLE_TABLES?)" : "");
}

/* Turn forwarding on, and remember before that it was us: then nobody else may use it (fence). */
static int forward(struct record *base, int run)
{
	char state[8];

	if (sysctl_read("net/ipv4/ip_forward", state, sizeof state) < 0)
		return fail("read net.ipv4.ip_forward: %m");
	if (strcmp(state, "0") != 0)
		return 0;
	if (record_set(base, "forwarding", "yes") < 0)
		return fail("turn forwarding on: %m");
	if (save(base, run) < 0)
		return -1;
	if (sysctl_write("net/ipv4/ip_forward", "1") < 0)
		return fail("set net.ipv4.ip_forward: %m");
	return 0;
}

static int make(struct record *base, int run, uint32_t subnet)
{
	if (forward(base, run) < 0 || put_routes(subnet) < 0)
		return -1;
	return nat_create(subnet, subnet_gateway(subnet), record_has(base, "forwarding", "yes"));
}

/* For the holder of the lock. */
static int prepare(struct record *base, int run, uint32_t *subnet)
{
	*subnet = load_prepared(base, run);
	if (*subnet)
		return 0;
	if (subnet_choose(subnet) < 0)
		return -1;
	record_drop(base, "netns");
	if (record_set(base, "subnet", text_of_address(*subnet)) < 0)
		return fail("set up the subnet of the containers: %m");
	if (make(base, run, *subnet) < 0)
		return -1;
	if (record_addf(base, "netns", "%llu", netns_inode()) < 0)
		return fail("set up the subnet of the containers: %m");
	return save(base, run);
}

int network_prepare(uint32_t *subnet)
{
	struct record base autorecord = { 0 };
	autoclose int run = store_open(STORE_RUN, "");
	autoclose int lock = -1;

	if (run < 0)
		return -1;
	*subnet = load_prepared(&base, run);
	if (*subnet)
		return 0;
	lock = store_lock("subnet.lock");
	if (lock < 0)
		return -1;
	return prepare(&base, run, subnet);
}

uint32_t network_gateway(void)
{
	struct record base autorecord = { 0 };
	autoclose int run = store_open(STORE_RUN, "");
	uint32_t subnet = run < 0 ? 0 : load_prepared(&base, run);

	return subnet ? subnet_gateway(subnet) : 0;
}

/* What the container `id` has: the route to it and its elements. */
static int restore_container(int running, const char *id, uint32_t gateway)
{
	struct record wiring autorecord = { 0 }, status autorecord = { 0 };
	autoclose int directory = openat(running, id, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct cable_guest guest = { 0 };
	unsigned char mac[MAC_LENGTH];
	const char *text, *own_mac;
	char name[CABLE_NAME];

	if (directory < 0 || !status_is_locked(id))
		return 0;
	if (record_load(&status, directory, "status") == 0) {
		text = record_get(&status, "address");
		own_mac = record_get(&status, "mac");
		if (own_mac && text_mac(own_mac, mac) == 0)
			guest.mac = mac;
		cable_name(name, id);
		if (text && text_address(text, &guest.address) == 0 && cable_restore(name, &guest, gateway) < 0)
			return -1;
	}
	if (record_load(&wiring, directory, "wiring") < 0)
		return errno == ENOENT ? 0 : fail("read the wiring of %.12s: %m", id);
	if (nat_apply(NULL, &wiring) == 0)
		return 0;
	if (errno == EEXIST)
		return fail("wire %.12s: a port of it leads to another container", id);
	return -1;
}

struct restoring {
	uint32_t gateway;
	int result;
};

static int restore_one(int running, const char *id, void *context)
{
	struct restoring *restoring = context;

	if (strlen(id) == ID_LENGTH && restore_container(running, id, restoring->gateway) < 0)
		restoring->result = -1;   /* said; do the others */
	return 0;
}

static int restore_containers(uint32_t gateway)
{
	struct restoring restoring = { gateway, 0 };

	return store_each(STORE_RUN, "running", restore_one, &restoring) < 0 ? -1 : restoring.result;
}

int network_restore(void)
{
	struct record base autorecord = { 0 };
	autoclose int run = store_open(STORE_RUN, "");
	autoclose int lock = -1;
	uint32_t subnet;

	if (run < 0)
		return -1;
	lock = store_lock("subnet.lock");
	if (lock < 0)
		return -1;
	/* What is left of the table goes first: it may be there, and its rules flushed. */
	if (prepare(&base, run, &subnet) < 0 || nat_delete() < 0 || make(&base, run, subnet) < 0)
		return -1;
	return restore_containers(subnet_gateway(subnet));
}

int network_attach(const char *id, uint32_t address, const unsigned char *mac, int netns)
{
	struct cable_guest guest = { address, mac };
	char name[CABLE_NAME];
	uint32_t gateway = network_gateway();

	if (!gateway)
		return fail("attach %.12s to the network: no subnet was prepared", id);
	cable_name(name, id);
	return cable_lay(name, &guest, gateway, netns);
}

int network_detach(const char *id, uint32_t address)
{
	const struct conntrack_match opened = { .consumer = address }, answered = { .source = address };
	char name[CABLE_NAME];

	cable_name(name, id);
	if (iface_delete(name) < 0)
		return -1;
	if (!address)
		return 0;
	return conntrack_delete(&opened) < 0 || conntrack_delete(&answered) < 0 ? -1 : 0;
}

int network_set_loopback(const char *id, bool reachable)
{
	struct iface_setting setting = { IPV4_DEVCONF_ROUTE_LOCALNET, reachable };
	struct netlink_batch batch = { 0 };
	autoclose int kernel = netlink_open(NETLINK_ROUTE);
	char name[CABLE_NAME];
	int index;

	cable_name(name, id);
	index = kernel < 0 ? -1 : iface_index(kernel, name);
	if (index < 0 && errno == ENODEV && !reachable)
		return 0;
	if (index < 0)
		return fail("find interface %s: %m", name);
	/* The firewall keeps the container out of the host's loopback; this does after a flush as well.
	 * Not every kernel can. */
	if (reachable)
		ingress_drop_loopback(kernel, index);
	iface_put_settings(&batch, index, &setting, 1);
	if (netlink_send(kernel, &batch) < 0)
		return fail("set route_localnet of interface %s: %m%s", name, netlink_reason());
	return 0;
}

static int sweep(const char *name, void *context)
{
	bool (*const *is_alive)(const char *short_id) = context;
	const char *short_id = text_after(name, NAT_INTERFACES);

	if (!short_id || strlen(short_id) != ID_SHORT || (*is_alive)(short_id))
		return 0;
	return iface_delete(name);
}

int network_sweep(bool (*is_alive)(const char *short_id))
{
	return iface_each_veth(sweep, &is_alive);
}
