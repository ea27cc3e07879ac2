/* The cable: what both ends are like, and that nothing of it is left.
 * SPDX-License-Identifier: MIT */
#include "kernel/network/iface.h"
#include "life/network/network.h"
#include "wires.h"

static uint32_t subnet;

static bool shows(int netns, const char *command, const char *text)
{
	char whole[256];

	snprintf(whole, sizeof whole, "%s | grep -qF '%s'", command, text);
	return netns < 0 ? run(whole) : run_in(netns, whole);
}

static void test_prepared(void)
{
	ok(network_gateway() == 0, "network: no gateway before it is prepared");
	ok(network_prepare(&subnet) == 0 && subnet == address_of("172.17.0.0"), "network: prepares 172.17.0.0/16");
	ok(network_gateway() == address_of("172.17.0.1"), "network: the gateway is its first address");
	ok(shows(-1, "ip route", "unreachable 172.17.0.0/16 proto kernel")
		&& shows(-1, "ip rule", "iif lo lookup 172") && shows(-1, "ip rule", "fwmark 0x1000/0x1000 lookup 172")
		&& shows(-1, "ip addr show lo", "172.17.0.1/32"), "network: gateway, route and rules are there");
	ok(shows(-1, "cat /proc/sys/net/ipv4/ip_forward", "1") && shows(-1, "nft list ruleset", "fence"),
		"network: forwarding that linkbox turned on is fenced");
	ok(network_prepare(&subnet) == 0 && run("test $(ip rule | wc -l) = 5"), "network: preparing again changes nothing");
}

static void test_ends(int netns, const char *id)
{
	const char *conf = "cd /proc/sys/net/ipv4/conf/lb555555555555 && echo $(cat forwarding rp_filter src_valid_mark route_localnet)";

	ok(network_attach(id, address_of("172.17.0.5"), NULL, netns) == 0, "network: attaches");
	ok(shows(-1, "ip -d link show lb555555555555", "veth") && shows(-1, conf, "1 1 1 0"), "network: the host's end and its settings");
	ok(shows(-1, "ip route show table 172", "172.17.0.5 dev lb555555555555 proto kernel scope link src 172.17.0.1")
		&& shows(-1, "ip neigh", "172.17.0.5 dev lb555555555555 lladdr 02:42:ac:11:00:05 PERMANENT"),
		"network: the host has a route and a neighbour");
	ok(shows(netns, "ip addr show eth0", "link/ether 02:42:ac:11:00:05") && shows(netns, "ip addr show eth0", "inet 172.17.0.5/32 scope global")
		&& shows(netns, "ip route", "default via 172.17.0.1 dev eth0") && shows(netns, "ip neigh", "172.17.0.1 dev eth0 lladdr 02:43:ac:11:00:05 PERMANENT"),
		"network: the container has eth0, a default route and a neighbour");
	ok(shows(netns, "ip link show lo", "LOWER_UP") && shows(netns, "cat /proc/sys/net/ipv4/ip_unprivileged_port_start", "0")
		&& shows(netns, "cat /proc/sys/net/ipv4/ping_group_range", "2147483647"), "network: lo is up; anyone may ping and take low ports");
	ok(!shows(-1, "ip -6 addr show lb555555555555", "inet6") && !shows(netns, "ip -6 addr", "inet6"), "network: IPv6 is off on both ends");
	ok(pings(netns, "172.17.0.1") && connects(netns, "172.17.0.5", 1) == false, "network: the container reaches its gateway");
}

static void test_loopback(const char *id)
{
	const char *conf = "cat /proc/sys/net/ipv4/conf/lb555555555555/route_localnet";

	ok(network_set_loopback(id, true) == 0 && shows(-1, conf, "1"), "network: loopback can be let in");
	ok(network_set_loopback(id, false) == 0 && shows(-1, conf, "0"), "network: and shut out");
	ok(network_set_loopback(id_of('6'), false) == 0, "network: shutting it out of what isn't there is success");
}

static bool is_alive(const char *short_id)
{
	return *short_id == '5';
}

static void test_sweep(int netns)
{
	int another = new_netns();

	ok(network_attach(id_of('7'), address_of("172.17.0.7"), NULL, another) == 0
		&& run("ip link add lbfoo type veth peer name lbbar") && network_sweep(is_alive) == 0,
		"network: sweeps");
	ok(!run("ip link show lb777777777777 2>/dev/null") && run("ip link show lb555555555555 >/dev/null && ip link show lbfoo >/dev/null"),
		"network: only the cables of the dead");
	run("ip link delete lbfoo");
	close(another);
	close(netns);
}

/* Played in a network namespace of its own. */
static bool takes_the_next(void)
{
	return network_gateway() == 0
		&& run("ip link set lo up; ip link add up0 type veth peer name up1; ip link set up0 up; ip link set up1 up;"
			"ip addr add 172.17.4.1/24 dev up0; ip route add 172.18.0.0/15 dev up0;"
			"ip route add 128.0.0.0/1 dev up0; echo 1 >/proc/sys/net/ipv4/ip_forward")
		&& network_prepare(&subnet) == 0 && subnet == address_of("172.20.0.0")
		&& run("nft list ruleset | grep -q admit") && !shows(-1, "nft list ruleset", "fence");
}

static bool knows_its_own(void)
{
	return network_prepare(&subnet) == 0 && run("rm -r /tmp/run; nft flush ruleset")
		&& network_prepare(&subnet) == 0 && subnet == address_of("172.17.0.0")
		&& run("nft list ruleset | grep -q admit");
}

static bool says_none_is_free(void)
{
	fail_silently(true);
	return run("ip link add up0 type veth peer name up1; ip link set up0 up; ip route add 172.16.0.0/12 dev up0")
		&& refused(network_prepare(&subnet), "all of 172.17.0.0/16 to 172.31.0.0/16");
}

static bool elsewhere(bool (*play)(void))
{
	int status = -1;
	pid_t child = fork();

	if (child == 0)
		_exit(unshare(CLONE_NEWNET) == 0 && play() ? EXIT_SUCCESS : EXIT_FAILURE);
	return waitpid(child, &status, 0) == child && run("rm -rf /tmp/run") && status == 0;
}

static void test_subnets(void)
{
	ok(elsewhere(takes_the_next), "network: takes the next free subnet; doesn't fence the host's own forwarding");
	ok(elsewhere(knows_its_own), "network: knows its own subnet again without its file");
	ok(elsewhere(says_none_is_free), "network: says when none is free");
}

int main(void)
{
	const char *id = id_of('5');
	int netns;

	wires_begin();
	test_subnets();   /* first: a forked process goes on with the firewall of its parent */
	test_prepared();
	run("ip -d addr >/tmp/before; ip route show table all >>/tmp/before");
	netns = new_netns();
	test_ends(netns, id);
	test_loopback(id);
	ok(network_detach(id, address_of("172.17.0.5")) == 0, "network: detaches");
	ok(run("ip -d addr >/tmp/after; ip route show table all >>/tmp/after; diff /tmp/before /tmp/after"), "network: leaves nothing");
	ok(network_detach(id, address_of("172.17.0.5")) == 0, "network: detaching again is success");
	close(netns);
	netns = new_netns();
	ok(network_attach(id, address_of("172.17.0.5"), NULL, new_netns()) == 0 && network_attach(id, address_of("172.17.0.5"), NULL, netns) == 0
		&& pings(netns, "172.17.0.1"), "network: a leftover is replaced");
	test_sweep(netns);
	return scene_end();
}
