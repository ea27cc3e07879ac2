/* The firewall table: that nft(8) understands it, and that elements come and go.
 * SPDX-License-Identifier: MIT */
#include "kernel/network/nat.h"
#include "wires.h"

static struct record all, port, elsewhere, overlapping, others;

static void describe(void)
{
	record_add(&all, "publish", "tcp 8080 172.17.0.5 80");
	record_add(&all, "publish_at", "127.0.0.1 tcp 8081 172.17.0.5 80");
	record_add(&all, "publish_range", "udp 10000 26383 172.17.0.5");
	record_add(&all, "publish_range_at", "127.0.0.1 udp 10000 26383 172.17.0.5");
	record_add(&all, "link", "172.17.0.3 172.17.0.2 tcp 5432");
	record_add(&all, "link_range", "172.17.0.3 172.17.0.2 tcp 5000 5010");
	record_add(&all, "pair", "172.17.0.3 172.17.0.2");
	record_add(&all, "open", "172.17.0.3");
	record_add(&all, "something", "else");
	record_add(&port, "publish", "tcp 8080 172.17.0.5 80");
	record_add(&elsewhere, "link", "172.17.0.9 172.17.0.8 tcp 1");
	record_add(&elsewhere, "publish", "tcp 8080 172.17.0.6 80");
	record_add(&overlapping, "publish_range", "udp 9000 10000 172.17.0.6");
	record_add(&others, "pair", "172.17.0.9 172.17.0.8");
	record_add(&others, "publish", "tcp 8080 172.17.0.6 80");
}

static bool lists(const char *text)
{
	char command[256];

	snprintf(command, sizeof command, "nft list table ip linkbox | grep -qF '%s'", text);
	return run(command);
}

static bool fails_with(int error, const struct record *remove, const struct record *add)
{
	errno = 0;
	return nat_apply(remove, add) < 0 && errno == error;
}

static void test_table(void)
{
	ok(!lists("table") && fails_with(ENOENT, NULL, &all), "nat: without a table, ENOENT says so");
	ok(nat_create(address_of("172.17.0.0"), address_of("172.17.0.1"), true) == 0 && lists("table ip linkbox"),
		"nat: the table is made");
	ok(nat_create(address_of("172.17.0.0"), address_of("172.17.0.1"), true) == 0,
		"nat: making it again is success");
	ok(lists("snat to 172.17.0.1") && lists("oifname != \"lb*\" drop"), "nat: it has a fence");
	ok(nat_apply(NULL, &all) == 0, "nat: elements of every kind go in");
	ok(run("nft list table ip linkbox >/tmp/one && nft flush ruleset && nft -f /tmp/one"
		" && nft list table ip linkbox | diff /tmp/one -"),
		"nat: nft(8) lists it and loads its own list");
	ok(nat_apply(NULL, &all) == 0, "nat: what nft(8) loaded takes the same elements again");
}

static void test_elements(void)
{
	ok(lists("tcp . 8080 : 172.17.0.5 . 80") && lists("127.0.0.1 . udp . 10000-26383 : 172.17.0.5")
		&& lists("172.17.0.3 . 172.17.0.2 . tcp . 5000-5010"),
		"nat: elements are named by address, protocol and port");
	ok(fails_with(EEXIST, NULL, &elsewhere) && !lists("172.17.0.9"),
		"nat: a host port that leads elsewhere is EEXIST, and nothing is done");
	ok(fails_with(EEXIST, NULL, &overlapping), "nat: so is a range that overlaps another");
	ok(nat_apply(&elsewhere, NULL) == 0 && lists("tcp . 8080 : 172.17.0.5 . 80"),
		"nat: a host port that leads elsewhere by now is not removed");
	ok(nat_apply(&all, &others) == 0 && lists("tcp . 8080 : 172.17.0.6 . 80") && !lists("172.17.0.5"),
		"nat: a port changes hands in one step");
	ok(nat_apply(&all, NULL) == 0 && nat_apply(&all, NULL) == 0, "nat: removing what is absent is success");
	ok(nat_apply(&others, NULL) == 0 && !lists("elements"), "nat: nothing is left");
}

static void test_many(void)
{
	struct record many autorecord = { 0 };

	for (int i = 1; i <= 5000; i++)
		record_addf(&many, "publish", "udp %d 172.17.0.7 %d", i, i + 1);
	ok(nat_apply(NULL, &many) == 0 && lists("udp . 5000 : 172.17.0.7 . 5001"), "nat: 5000 ports in one batch");
	ok(nat_apply(&many, &port) == 0 && !lists("172.17.0.7") && lists("tcp . 8080"), "nat: and out again");
}

static void test_malformed(void)
{
	static const char *const lines[][2] = {
		{ "publish", "tcp 8080 172.17.0.5" }, { "publish", "sctp 8080 172.17.0.5 80" },
		{ "publish", "tcp 8080 172.17.0.5 80 1" }, { "publish", "tcp 65536 172.17.0.5 80" },
		{ "publish_range", "udp 20 10 172.17.0.5" }, { "link", "172.17.0.3 db tcp 5432" },
		{ "open", "" }, { "pair", "172.17.0.3" },
	};

	fail_silently(true);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct record bad autorecord = { 0 };
		char sentence[128];

		record_add(&bad, lines[i][0], lines[i][1]);
		snprintf(sentence, sizeof sentence, "nat: refuses %s=%s", lines[i][0], lines[i][1]);
		ok(fails_with(EINVAL, NULL, &bad) && refused(-1, lines[i][1]), sentence);
	}
	fail_silently(false);
}

int main(void)
{
	wires_begin();
	describe();
	test_table();
	test_elements();
	test_many();
	test_malformed();
	ok(nat_delete() == 0 && nat_delete() == 0 && !lists("table"), "nat: the table goes, twice");
	ok(nat_create(address_of("172.18.0.0"), address_of("172.18.0.1"), false) == 0 && !lists("fence")
		&& lists("ip daddr != 172.18.0.0/16"), "nat: without fence, for another subnet");
	record_free(&all);
	record_free(&port);
	record_free(&elsewhere);
	record_free(&overlapping);
	record_free(&others);
	return scene_end();
}
