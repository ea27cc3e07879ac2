/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/ip.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "floor.h"
#include "kernel/network/conntrack.h"
#include "kernel/network/iface.h"
#include "kernel/network/iface_delete.h"
#include "kernel/network/ingress.h"
#include "kernel/network/nat_table.h"
#include "kernel/network/neighbour.h"
#include "kernel/network/nft.h"
#include "kernel/network/route.h"
#include "kernel/network/veth.h"
#include "life/network/subnet.h"

static const char cable[] = NAT_INTERFACES "00000f100000";
static const unsigned char host_mac[MAC_LENGTH] = { 2, 0x43, 0, 0, 0xf1, 0 };
static const unsigned char guest_mac[MAC_LENGTH] = { 2, 0x42, 0, 0, 0xf1, 0 };

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	must(fd, path);
	must(write(fd, text, strlen(text)) < 0 ? -1 : 0, path);
	close(fd);
}

static void set_host_end(const struct floor *floor, int kernel)
{
	static const struct iface_setting settings[] = {
		{ IPV4_DEVCONF_FORWARDING, 1 },
		{ IPV4_DEVCONF_RP_FILTER, 1 },
		{ IPV4_DEVCONF_SRC_VMARK, 1 },
		{ IPV4_DEVCONF_ROUTE_LOCALNET, 1 },   /* the last with a published port only */
	};
	struct netlink_batch batch = { 0 };
	int index = iface_index(kernel, cable);

	must(index, cable);
	iface_put_no_ipv6(&batch, index);
	iface_put_settings(&batch, index, settings, floor->host_port ? 4 : 3);
	iface_put_up(&batch, index);
	neighbour_put(&batch, index, floor->address, guest_mac);
	route_put_host(&batch, SUBNET_TABLE, floor->address, index, floor->gateway);
	must(netlink_send(kernel, &batch), cable);
	if (floor->host_port)
		must(ingress_drop_loopback(kernel, index), "drop the loopback");
}

/* In the child's network namespace. */
static void set_guest_end(const struct floor *floor)
{
	struct netlink_batch batch = { 0 };
	int kernel = netlink_open(NETLINK_ROUTE), lo, eth0;

	must(kernel, "netlink");
	put("/proc/sys/net/ipv4/ping_group_range", "0 2147483647");
	put("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
	put("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
	lo = iface_index(kernel, "lo");
	eth0 = iface_index(kernel, "eth0");
	must(lo, "lo");
	must(eth0, "eth0");
	iface_put_up(&batch, lo);
	iface_put_address(&batch, eth0, floor->address);
	iface_put_up(&batch, eth0);
	neighbour_put(&batch, eth0, floor->gateway, host_mac);
	route_put_default(&batch, eth0, floor->gateway);
	must(netlink_send(kernel, &batch), "eth0");
}

static void append(struct nft_value *value, const void *bytes, size_t length)
{
	memcpy(value->bytes + value->length, bytes, length);
	value->length += 4;
}

static void change_elements(const struct floor *floor, bool add)
{
	struct nft_value published = { .length = 0 }, target = { .length = 0 }, link = { .length = 0 },
		pair = { .length = 0 };
	struct nft_batch batch = { .netlink = { .count = 0 } };
	uint16_t host_port = htons(floor->host_port), port = htons(floor->port), source_port = htons(floor->source_port);

	append(&published, &(uint8_t){ IPPROTO_TCP }, 1);
	append(&published, &host_port, 2);
	append(&target, &floor->address, 4);
	append(&target, &port, 2);
	append(&pair, &floor->address, 4);
	append(&pair, &floor->source, 4);
	link = pair;
	append(&link, &(uint8_t){ IPPROTO_TCP }, 1);
	append(&link, &source_port, 2);
	nft_begin(&batch, NAT_TABLE);
	nft_put_element(&batch, add, "publish", &published, NULL, &target);
	nft_put_element(&batch, add, "links", &link, NULL, NULL);
	nft_put_element(&batch, add, "pairs", &pair, NULL, NULL);
	must(nft_commit(netlink_netfilter(), &batch), "elements");
}

/* The socket that keeps the host port from others. */
static int claim;

static void claim_port(const struct floor *floor)
{
	int on = 1, off = 0;
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(floor->host_port) };

	claim = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(claim, "socket");
	must(setsockopt(claim, SOL_IP, IP_FREEBIND, &on, sizeof on), "setsockopt");
	must(setsockopt(claim, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
	must(bind(claim, (struct sockaddr *)&any, sizeof any), "bind");
	must(setsockopt(claim, SOL_SOCKET, SO_REUSEADDR, &off, sizeof off), "setsockopt");
}

/* By its number in the pid namespace that /proc is of, which is not the caller's. */
static int open_network(int process)
{
	char path[64], text[256];
	const char *line;
	ssize_t length;
	int fd, pid = -1;

	snprintf(path, sizeof path, "/proc/self/fdinfo/%d", process);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	must(fd, path);
	length = read(fd, text, sizeof text - 1);
	must(length < 0 ? -1 : 0, path);
	close(fd);
	text[length] = '\0';
	line = strstr(text, "Pid:");
	must(line && sscanf(line, "Pid: %d", &pid) == 1 ? 0 : -1, path);
	snprintf(path, sizeof path, "/proc/%d/ns/net", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	must(fd, path);
	return fd;
}

void floor_plug_in(const struct floor *floor, int process)
{
	struct veth_end host = { cable, host_mac }, guest = { "eth0", guest_mac };
	int kernel = netlink_open(NETLINK_ROUTE), ours, theirs;

	if (floor->host_port)
		claim_port(floor);
	theirs = open_network(process);
	ours = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	must(kernel < 0 ? -1 : ours, "/proc/self/ns/net");
	must(veth_create(kernel, &host, &guest, theirs), "veth");
	put("/proc/sys/net/ipv6/conf/" NAT_INTERFACES "00000f100000/disable_ipv6", "1");
	set_host_end(floor, kernel);
	must(setns(theirs, CLONE_NEWNET), "setns");
	set_guest_end(floor);
	must(setns(ours, CLONE_NEWNET), "setns");
	iface_wait_running(kernel, cable);
	if (floor->host_port)
		change_elements(floor, true);
	close(theirs);
}

void floor_unplug(const struct floor *floor)
{
	struct conntrack_match matches[] = {
		{ .consumer = floor->address },
		{ .source = floor->address },
		{ .consumer = floor->address, .source = floor->source },
		{ .source = floor->address, .protocol = IPPROTO_TCP, .port = htons(floor->port) },
	};

	if (floor->host_port) {
		change_elements(floor, false);
		must(conntrack_delete(&matches[2]), "conntrack");
		must(conntrack_delete(&matches[3]), "conntrack");
		close(claim);
	}
	must(iface_delete(cable), cable);
	must(conntrack_delete(&matches[0]), "conntrack");
	must(conntrack_delete(&matches[1]), "conntrack");
}
