/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <linux/ip.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/iface_delete.h"
#include "kernel/network/nat_table.h"
#include "kernel/network/neighbour.h"
#include "kernel/network/netns.h"
#include "kernel/network/route.h"
#include "kernel/sysctl.h"
#include "kernel/network/veth.h"
#include "life/network/cable.h"
#include "life/network/subnet.h"

void cable_name(char name[CABLE_NAME], const char *id)
{
	snprintf(name, CABLE_NAME, NAT_INTERFACES "%.*s", ID_SHORT, id);
}

/* Known from the address, so that neither end has to ask for the other's. */
enum { HOST_END = 0x43, GUEST_END = 0x42 };
static void mac_of(unsigned char mac[MAC_LENGTH], unsigned char end, uint32_t address)
{
	mac[0] = 0x02;
	mac[1] = end;
	memcpy(mac + 2, &address, sizeof address);
}

static void mac_of_guest(unsigned char mac[MAC_LENGTH], const struct cable_guest *guest)
{
	if (guest->mac)
		memcpy(mac, guest->mac, MAC_LENGTH);
	else
		mac_of(mac, GUEST_END, guest->address);
}

static int create(int kernel, const char *name, const struct cable_guest *guest, int netns)
{
	unsigned char host_mac[MAC_LENGTH], guest_mac[MAC_LENGTH];
	struct veth_end host = { name, host_mac }, inside = { "eth0", guest_mac };

	mac_of(host_mac, HOST_END, guest->address);
	mac_of_guest(guest_mac, guest);
	if (veth_create(kernel, &host, &inside, netns) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	if (iface_delete(name) < 0)
		return -1;
	if (veth_create(kernel, &host, &inside, netns) == 0)
		return 0;
	return errno == EEXIST ? fail("create interface %s: %m", name) : -1;
}

static int set_host_end(int kernel, const char *name, const struct cable_guest *guest, uint32_t gateway)
{
	static const char *const steps[] = { "IPv6", "settings", "link", "neighbour", "route" };
	static const struct iface_setting settings[] = {
		{ IPV4_DEVCONF_FORWARDING, 1 },
		{ IPV4_DEVCONF_RP_FILTER, 1 },
		{ IPV4_DEVCONF_SRC_VMARK, 1 },   /* or the reverse path would miss the marked routes */
	};
	struct netlink_batch batch = { 0 };
	unsigned char mac[MAC_LENGTH];
	int index = iface_index(kernel, name);

	if (index < 0)
		return fail("set up interface %s: %m", name);
	mac_of_guest(mac, guest);
	iface_put_no_ipv6(&batch, index);
	iface_put_settings(&batch, index, settings, sizeof settings / sizeof *settings);
	iface_put_up(&batch, index);
	neighbour_put(&batch, index, guest->address, mac);
	route_put_host(&batch, SUBNET_TABLE, guest->address, index, gateway);
	batch.accepted = EAFNOSUPPORT;   /* no IPv6 in this kernel */
	if (netlink_send(kernel, &batch) < 0)
		return fail("set up interface %s: %s: %m%s", name,
			batch.failed < 0 ? "request" : steps[batch.failed], netlink_reason());
	return 0;
}

static int disable_ipv6(const char *interface)
{
	char path[64];

	snprintf(path, sizeof path, "net/ipv6/conf/%s/disable_ipv6", interface);
	if (sysctl_write(path, "1") == 0 || errno == ENOENT)
		return 0;
	return fail("set net.ipv6.conf.%s.disable_ipv6: %m", interface);
}

/* In the container's network namespace: what isn't a message to netlink. */
static int set_guest_namespace(void)
{
	static const char *const settings[][2] = {
		{ "net/ipv4/ping_group_range", "0 2147483647" },
		{ "net/ipv4/ip_unprivileged_port_start", "0" },
	};

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		if (sysctl_write(settings[i][0], settings[i][1]) < 0)
			return fail("set %s in the container: %m", settings[i][0]);
	return disable_ipv6("all");
}

static int set_guest_end(int kernel, uint32_t address, uint32_t gateway)
{
	static const char *const steps[] = { "lo", "address", "link", "neighbour", "route" };
	struct netlink_batch batch = { 0 };
	unsigned char mac[MAC_LENGTH];
	int lo = iface_index(kernel, "lo"), eth0 = iface_index(kernel, "eth0");

	if (lo < 0 || eth0 < 0)
		return fail("set up eth0 in the container: %m");
	mac_of(mac, HOST_END, address);
	iface_put_up(&batch, lo);
	iface_put_address(&batch, eth0, address);
	iface_put_up(&batch, eth0);
	neighbour_put(&batch, eth0, gateway, mac);
	route_put_default(&batch, eth0, gateway);
	if (netlink_send(kernel, &batch) < 0)
		return fail("set up eth0 in the container: %s: %m%s",
			batch.failed < 0 ? "request" : steps[batch.failed], netlink_reason());
	return 0;
}

int cable_lay(const char *name, const struct cable_guest *guest, uint32_t gateway, int netns)
{
	autoclose int kernel = netlink_open(NETLINK_ROUTE);
	autoclose int inside = -1;
	int outside, settled;

	if (kernel < 0)
		return fail("create interface %s: %m", name);
	if (create(kernel, name, guest, netns) < 0 || disable_ipv6(name) < 0
	    || set_host_end(kernel, name, guest, gateway) < 0)
		return -1;
	outside = netns_enter(netns);
	if (outside < 0)
		return fail("enter the container's network namespace: %m");
	inside = netlink_open(NETLINK_ROUTE);
	settled = inside < 0 ? fail("set up eth0 in the container: %m") : set_guest_namespace();
	if (netns_leave(outside) < 0)
		return fail("leave the container's network namespace: %m");
	if (settled < 0 || set_guest_end(inside, guest->address, gateway) < 0)
		return -1;
	iface_wait_running(kernel, name);
	return 0;
}

int cable_restore(const char *name, const struct cable_guest *guest, uint32_t gateway)
{
	autoclose int kernel = netlink_open(NETLINK_ROUTE);

	if (kernel < 0)
		return fail("set up interface %s: %m", name);
	return iface_index(kernel, name) < 0 ? 0 : set_host_end(kernel, name, guest, gateway);
}
