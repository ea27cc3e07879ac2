/* Who reaches whom: every direction of the proof (design.md, section 5), before and after the firewall
 * is flushed, and once it is restored.
 * SPDX-License-Identifier: MIT */
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdarg.h>

#include "kernel/network/nat.h"
#include "life/network/network.h"
#include "store/status.h"
#include "wires.h"

/* c5 is a source with ports 5432 and 22, c6 its consumer, which publishes its port 5000; c7 and c8 have
 * nothing to do with them. lan and lan2 are two networks of the host. */
enum place { HOST, LAN, LAN2, C5, C6, C7, C8, PLACES };
static const char *const names[PLACES] = { "host", "lan", "lan2", "c5", "c6", "c7", "c8" };
static int netns[PLACES];

static struct record links, ports;
static bool flushed;

static void say(bool good, const char *format, ...)
{
	char sentence[160];
	va_list arguments;
	int length = snprintf(sentence, sizeof sentence, "network: %s", flushed ? "flushed: " : "");

	va_start(arguments, format);
	vsnprintf(sentence + length, sizeof sentence - (size_t)length, format, arguments);
	va_end(arguments);
	ok(good, sentence);
}

static void lay_lan(enum place place, const char *subnet)
{
	char command[512];

	netns[place] = new_netns();
	snprintf(command, sizeof command, "ip link add up%d address 02:00:00:00:00:0%d type veth peer name eth0 netns /proc/%d/fd/%d"
		" && ip addr add %s.1/24 dev up%d && ip link set up%d up",
		place, place, (int)getpid(), netns[place], subnet, place, place);
	run(command);
	/* With a way to our subnet: what a neighbour with a route of its own making has. */
	snprintf(command, sizeof command, "ip link set lo up; ip link set eth0 up; ip addr add %s.2/24 dev eth0;"
		" ip route add default via %s.1", subnet, subnet);
	run_in(netns[place], command);
}

static void remember(enum place place, const char *address, const struct record *wiring)
{
	struct record status autorecord = { 0 };
	const char *id = id_of((char)('0' + place + 2));
	int directory = status_open_directory(id);

	record_add(&status, "address", address);
	if (status_lock(id) < 0 || record_save(&status, directory, "status", false) < 0
	    || (wiring && record_save(wiring, directory, "wiring", false) < 0))
		perror("# remember");
	close(directory);
}

static void lay_all(void)
{
	uint32_t subnet;

	netns[HOST] = own_netns();
	run("echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter");
	if (network_prepare(&subnet) < 0)
		exit(EXIT_FAILURE);
	lay_lan(LAN, "10.9.0");
	lay_lan(LAN2, "10.8.0");
	for (enum place place = C5; place <= C8; place++) {
		const char *address = text_of_address(subnet | htonl((uint32_t)place + 2));

		netns[place] = new_netns();
		if (network_attach(id_of((char)('0' + place + 2)), address_of(address), NULL, netns[place]) < 0)
			exit(EXIT_FAILURE);
		remember(place, address, place == C5 ? &links : place == C6 ? &ports : NULL);
	}
	if (network_set_loopback(id_of('6'), true) < 0)
		exit(EXIT_FAILURE);
}

static void test_connections(bool open)
{
	static const struct {
		enum place from;
		const char *address;
		int port;
		bool open, open_when_flushed;
	} ways[] = {
		{ C6, "172.17.0.5", 5432, true, false },
		{ C6, "172.17.0.5", 5001, true, false },
		{ C6, "172.17.0.5", 22, false, false },
		{ C5, "172.17.0.6", 5000, false, false },
		{ C7, "172.17.0.5", 5432, false, false },
		{ C7, "172.17.0.6", 5000, false, false },
		{ LAN, "10.9.0.1", 49153, true, false },
		{ LAN, "10.9.0.1", 49154, false, false },
		{ LAN, "10.9.0.1", 49160, true, false },
		{ LAN, "172.17.0.6", 5000, false, false },
		{ LAN, "172.17.0.5", 5432, false, false },
		{ LAN, "10.8.0.2", 80, false, true },     /* the fence is down as well */
		{ HOST, "127.0.0.1", 49153, true, false },
		{ HOST, "127.0.0.1", 49154, true, false },
		{ HOST, "10.9.0.1", 49153, true, false },
		{ HOST, "172.17.0.5", 22, true, true },
		{ C7, "10.9.0.1", 49153, true, false },
		{ C7, "172.17.0.1", 49153, true, false },
		{ C6, "10.9.0.1", 49153, true, false },
		{ C5, "10.9.0.2", 80, true, false },
	};

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		bool wanted = open ? ways[i].open : ways[i].open_when_flushed;

		say(connects(netns[ways[i].from], ways[i].address, ways[i].port) == wanted,
			"%s %s %s port %d", names[ways[i].from], wanted ? "reaches" : "doesn't reach",
			ways[i].address, ways[i].port);
	}
}

static void test_pings(bool open)
{
	say(pings(netns[C6], "172.17.0.5") == open, "a consumer %s its source", open ? "pings" : "doesn't ping");
	say(!pings(netns[C5], "172.17.0.6"), "a source doesn't ping its consumer");
	say(!pings(netns[C7], "172.17.0.5"), "a stranger pings nobody");
	say(pings(netns[C6], "172.17.0.1"), "everybody pings the gateway");
}

static void test_open(void)
{
	struct record both autorecord = { 0 };

	record_add(&both, "open", "172.17.0.5");
	record_add(&both, "open", "172.17.0.7");
	say(nat_apply(NULL, &both) == 0 && connects(netns[C7], "172.17.0.5", 22), "open containers reach each other");
	say(!connects(netns[C8], "172.17.0.5", 22) && !connects(netns[C7], "172.17.0.6", 5000), "and nobody else");
	say(nat_apply(&both, NULL) == 0 && !connects(netns[C7], "172.17.0.5", 22), "and no longer once they are closed");
}

static void test_foreign_mark(void)
{
	run("nft 'table ip mwan { chain c { type filter hook prerouting priority mangle; meta mark set 0x3f00; }; }'");
	say(!connects(netns[C7], "172.17.0.5", 5432) && !connects(netns[LAN], "172.17.0.5", 5432), "another's mark opens nothing");
	say(connects(netns[C6], "172.17.0.5", 5432) && connects(netns[C5], "10.9.0.2", 80), "and closes nothing");
	run("nft delete table ip mwan");
}

static void put_checksum(unsigned char header[20])
{
	uint32_t sum = 0;

	for (int i = 0; i < 20; i += 2)
		sum += (uint32_t)(header[i] << 8 | header[i + 1]);
	sum = (sum >> 16) + (sum & 0xffff);
	sum = ~(sum + (sum >> 16));
	header[10] = (unsigned char)(sum >> 8);
	header[11] = (unsigned char)sum;
}

/* A UDP packet with addresses of its own choice, out of eth0 to this MAC address. */
static void forge(enum place from, const char *mac, const char *source, const char *destination, int port)
{
	unsigned char packet[32] = { 0x45, [3] = 32, [8] = 64, [9] = 17, [20] = 0x30, 0x39,
		(unsigned char)(port >> 8), (unsigned char)port, 0, 12, 0, 0, 'h', 'i' };
	uint32_t addresses[2] = { address_of(source), address_of(destination) };
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(ETHERTYPE_IP), .sll_halen = 6 };
	int fd;

	memcpy(packet + 12, addresses, sizeof addresses);
	put_checksum(packet);
	sscanf(mac, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx", &to.sll_addr[0], &to.sll_addr[1], &to.sll_addr[2],
		&to.sll_addr[3], &to.sll_addr[4], &to.sll_addr[5]);
	enter(netns[from]);
	fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	to.sll_ifindex = (int)if_nametoindex("eth0");
	if (sendto(fd, packet, sizeof packet, 0, (struct sockaddr *)&to, sizeof to) < 0)
		perror("# sendto");
	close(fd);
	enter(netns[HOST]);
}

static void test_forged(void)
{
	int served = bound_in(netns[C6], SOCK_DGRAM, 5353), linked = bound_in(netns[C5], SOCK_DGRAM, 5432);

	forge(C6, "02:43:ac:11:00:06", "172.17.0.6", "172.17.0.5", 5432);
	say(arrives(linked, PATIENCE), "a packet of the consumer's own reaches its source");
	forge(C7, "02:43:ac:11:00:07", "172.17.0.6", "172.17.0.5", 5432);
	forge(LAN, "02:00:00:00:00:01", "172.17.0.6", "172.17.0.5", 5432);
	run("cd /proc/sys/net/ipv4/conf && echo 0 >all/rp_filter && echo 0 >lb777777777777/rp_filter");
	forge(C7, "02:43:ac:11:00:07", "172.17.0.6", "172.17.0.5", 5432);
	forge(LAN, "02:00:00:00:00:01", "172.17.0.6", "172.17.0.5", 5432);
	run("cd /proc/sys/net/ipv4/conf && echo 1 >all/rp_filter && echo 1 >lb777777777777/rp_filter");
	say(!arrives(linked, PATIENCE), "one with the consumer's address from elsewhere doesn't");
	forge(LAN, "02:00:00:00:00:01", "10.9.0.2", "10.9.0.1", 49155);
	say(arrives(served, PATIENCE), "a packet from the network reaches a published port");
	forge(LAN, "02:00:00:00:00:01", "10.9.0.2", "127.0.0.1", 49155);
	forge(LAN, "02:00:00:00:00:01", "127.0.0.1", "10.9.0.1", 49155);
	say(!arrives(served, PATIENCE), "one to or from 127.0.0.1 of the host doesn't");
	close(served);
	close(linked);
}

static void test_loopback(void)
{
	int local = bound_in(netns[HOST], SOCK_DGRAM, 999);

	forge(C6, "02:43:ac:11:00:06", "172.17.0.6", "127.0.0.1", 999);
	say(!arrives(local, PATIENCE), "a container that is let in from loopback doesn't reach it");
	close(local);
}

static bool passes(int from, int to)
{
	return send(from, "more", 4, MSG_NOSIGNAL) >= 0 && arrives(to, PATIENCE);
}

static void test_revoked(void)
{
	int listening = bound_in(netns[C6], SOCK_STREAM, 5001), source = bound_in(netns[C5], SOCK_DGRAM, 53);
	int consumer = bound_in(netns[C6], SOCK_DGRAM, 1053), outside, inside;
	struct sockaddr_in to = endpoint("172.17.0.5", 53), back = endpoint("172.17.0.6", 1053);
	struct record port autorecord = { 0 }, link autorecord = { 0 };

	record_add(&port, "publish", "tcp 49170 172.17.0.6 5001");
	record_add(&link, "link", "172.17.0.6 172.17.0.5 udp 53");
	say(nat_apply(NULL, &port) == 0 && nat_apply(NULL, &link) == 0, "a port and a link for a moment");
	outside = connection(netns[LAN], "10.9.0.1", 49170);
	inside = outside < 0 ? -1 : accept(listening, NULL, NULL);
	say(passes(outside, inside) && passes(inside, outside), "the connection to the port is open");
	say(connect(consumer, (struct sockaddr *)&to, sizeof to) == 0 && passes(consumer, source)
		&& connect(source, (struct sockaddr *)&back, sizeof back) == 0 && passes(source, consumer)
		&& passes(consumer, source), "the flow of the link goes both ways");
	say(nat_apply(&port, NULL) == 0 && !passes(outside, inside), "withdrawing the port ends its connection");
	say(passes(consumer, source), "and no other");
	say(nat_apply(&link, NULL) == 0 && !passes(consumer, source), "removing the link ends its flow");
	say(!passes(source, consumer), "in both directions");
	close(listening);
	close(source);
	close(consumer);
	close(outside);
	close(inside);
}

static void describe(void)
{
	record_add(&links, "link", "172.17.0.6 172.17.0.5 tcp 5432");
	record_add(&links, "link", "172.17.0.6 172.17.0.5 udp 5432");
	record_add(&links, "link_range", "172.17.0.6 172.17.0.5 tcp 5000 5010");
	record_add(&links, "pair", "172.17.0.6 172.17.0.5");
	record_add(&ports, "publish", "tcp 49153 172.17.0.6 5000");
	record_add(&ports, "publish_at", "127.0.0.1 tcp 49154 172.17.0.6 5000");
	record_add(&ports, "publish", "udp 49155 172.17.0.6 5353");
	record_add(&ports, "publish_range", "tcp 49160 49169 172.17.0.6");
}

int main(void)
{
	wires_begin();
	describe();
	lay_all();
	bound_in(netns[C5], SOCK_STREAM, 5432);
	bound_in(netns[C5], SOCK_STREAM, 5001);
	bound_in(netns[C5], SOCK_STREAM, 22);
	bound_in(netns[C6], SOCK_STREAM, 5000);
	bound_in(netns[C6], SOCK_STREAM, 49160);
	bound_in(netns[LAN], SOCK_STREAM, 80);
	bound_in(netns[LAN2], SOCK_STREAM, 80);
	if (nat_apply(NULL, &links) < 0 || nat_apply(NULL, &ports) < 0)
		return EXIT_FAILURE;
	test_connections(true);
	test_pings(true);
	test_open();
	test_foreign_mark();
	test_forged();
	test_loopback();
	test_revoked();

	flushed = run("nft flush ruleset");
	test_connections(false);
	test_pings(false);
	test_loopback();
	flushed = false;

	say(network_restore() == 0, "is restored");
	test_connections(true);
	test_pings(true);
	say(run("ip rule del pref 101 && ip route flush table 172 && nft delete table ip linkbox") && network_restore() == 0
		&& connects(netns[C6], "172.17.0.5", 5432), "routes and rules as well");
	record_free(&links);
	record_free(&ports);
	return scene_end();
}
