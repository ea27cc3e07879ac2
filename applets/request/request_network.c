/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/network/link.h"
#include "request/request.h"
#include "request/request_network.h"
#include "store/container_record.h"
#include "store/names.h"
#include "store/port.h"

/* It becomes a part of a line, and may be shown on a terminal. */
static bool has_blank(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return true;
	return false;
}

static int check_add_host(const char *text)
{
	const char *colon = strchr(text, ':');
	unsigned char address[16];

	if (!colon || colon == text || strchr(text, '#') || has_blank(text))
		return fail("invalid argument \"%s\" for \"--add-host\" flag: bad format for add-host: \"%s\"",
			    text, text);
	if (strcmp(colon + 1, "host-gateway") == 0 || inet_pton(AF_INET, colon + 1, address) == 1
	    || inet_pton(AF_INET6, colon + 1, address) == 1)
		return 0;
	return fail("invalid argument \"%s\" for \"--add-host\" flag: invalid IP address in add-host: \"%s\"",
		    text, colon + 1);
}

static int check_dns(const char *text)
{
	unsigned char address[16];

	if (inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1)
		return 0;
	return fail("invalid argument \"%s\" for \"--dns\" flag: %s is not an ip address", text, text);
}

static int check_word(const char *text)
{
	return *text && !strpbrk(text, " \t\n\r") ? 0
	       : fail("invalid argument \"%s\" for \"--dns-search\" flag: %s is not a valid domain", text, text);
}

static int check_dns_option(const char *text)
{
	return *text && !has_blank(text)
	       ? 0 : fail("invalid argument \"%s\" for \"--dns-option\" flag: it is no word", text);
}

/* Every value of one list option. */
static int check_list(const char *name, int (*check)(const char *text))
{
	for (const char *text = NULL; (text = record_next(&request.lists, name, text));)
		if (check(text) < 0)
			return -1;
	return 0;
}

int request_network_check(void)
{
	return check_list("link", link_check_words) < 0 || check_list("add-host", check_add_host) < 0
	       || check_list("dns", check_dns) < 0 || check_list("dns-search", check_word) < 0
	       || check_list("dns-opt", check_dns_option) < 0 || check_list("dns-option", check_dns_option) < 0 ? -1 : 0;
}

static int add_ports(struct record *container)
{
	struct publication publication;
	struct port_range range;

	for (const char *text = NULL; (text = record_next(&request.lists, "publish", text));)
		if (port_parse_publication(text, &publication) < 0
		    || port_add_publication(container, "publish", &publication) < 0
		    || port_expose(container, &publication.port) < 0)
			return -1;
	for (const char *text = NULL; (text = record_next(&request.lists, "expose", text));)
		if (port_parse_exposure(text, &range) < 0 || port_expose(container, &range) < 0)
			return -1;
	return request.publish_all ? record_add(container, "publish_all", "yes") : 0;
}

static const char *second_network;

/* Docker takes "name=bridge" as well. */
static int choose_network(void)
{
	static const char *const options[] = { "network", "net" };

	for (int i = 0; i < 2; i++)
		for (const char *text = NULL; (text = record_next(&request.lists, options[i], text));) {
			const char *name = text_after(text, "name=");

			name = name ? name : text;
			if (!*name)
				return fail("no name set for network");
			if (strchr(name, ','))
				return fail("--network %s is not supported: it has a name and nothing else", text);
			if (!request.network)
				request.network = name;
			else if (strcmp(request.network, name) != 0)
				second_network = name;
		}
	if (!request.network)
		request.network = "bridge";
	return 0;
}

/* It shares more than the network with the other one: its name is the same, and so are its files. */
static int join_other(struct record *container, const char *reference)
{
	struct record other autorecord = { 0 };
	char id[ID_LENGTH + 1];

	if (names_find(reference, id) < 0 || container_record_load(&other, id) < 0)
		return -1;
	return record_addf(container, "network", "container:%s", id) < 0
	       || record_add(container, "hostname", record_get(&other, "hostname")) < 0
	       ? fail("join the network of %s: %m", reference) : 0;
}

int request_network_conflicts(void)
{
	const char *other = text_after(request.network, "container:");

	if (second_network)
		return fail("Container cannot be connected to network endpoints: %s, %s", request.network,
			    second_network);
	if (request.mac_address && (other || strcmp(request.network, "host") == 0))
		return fail("conflicting options: mac-address and the network mode");
	if (!other)
		return 0;
	if (!*other)
		return fail("Invalid network mode: invalid container format container:<name|id>");
	if (request.hostname)
		return fail("conflicting options: hostname and the network mode");
	if (record_get(&request.lists, "dns"))
		return fail("conflicting options: dns and the network mode");
	if (record_get(&request.lists, "add-host"))
		return fail("conflicting options: custom host-to-IP mapping and the network mode");
	if (record_get(&request.lists, "publish") || request.publish_all)
		return fail("conflicting options: port publishing and the container type network mode");
	if (record_get(&request.lists, "expose"))
		return fail("conflicting options: port exposing and the container type network mode");
	return 0;
}

int request_network_join(struct record *container)
{
	const char *network = request.network;
	char hostname[HOSTNAME_LENGTH + 2];

	if (text_after(network, "container:"))
		return join_other(container, text_after(network, "container:"));
	if (strcmp(network, "default") == 0)
		network = "bridge";
	if (strcmp(network, "bridge") != 0 && strcmp(network, "host") != 0 && strcmp(network, "none") != 0)
		return fail("network %s not found", network);
	if (strcmp(network, "bridge") != 0 && request.address)
		return fail("conflicting options: an IP address and the network mode %s", network);
	if (strcmp(network, "host") == 0 && !request.hostname && gethostname(hostname, sizeof hostname) == 0
	    && record_add(container, "hostname", hostname) < 0)
		return fail("take the host's name: %m");
	return record_add(container, "network", network);
}

static int copy(struct record *container, const char *key, const char *option)
{
	for (const char *text = NULL; (text = record_next(&request.lists, option, text));)
		if (record_add(container, key, text) < 0)
			return fail("take --%s %s: %m", option, text);
	return 0;
}

/* The kernel refuses the others. */
static bool is_unicast(const unsigned char mac[MAC_LENGTH])
{
	static const unsigned char none[MAC_LENGTH];

	return !(mac[0] & 1) && memcmp(mac, none, MAC_LENGTH) != 0;
}

static int add_names(struct record *container)
{
	unsigned char mac[MAC_LENGTH];
	uint32_t address;

	if (request.hostname && !*request.hostname)
		request.hostname = NULL;
	if (request.mac_address && (text_mac(request.mac_address, mac) < 0 || !is_unicast(mac)))
		return fail("%s is not a valid mac address", request.mac_address);
	if (request.mac_address && record_add(container, "mac_address", request.mac_address) < 0)
		return fail("take the MAC address %s: %m", request.mac_address);
	if (request.hostname && (!text_is_word(request.hostname, ".-_") || strlen(request.hostname) > HOSTNAME_LENGTH))
		return fail("invalid hostname format: %s", request.hostname);
	if (request.hostname && record_add(container, "hostname", request.hostname) < 0)
		return fail("take the hostname %s: %m", request.hostname);
	if (request.domainname && record_add(container, "domainname", request.domainname) < 0)
		return fail("take the domainname %s: %m", request.domainname);
	if (request.address && text_address(request.address, &address) < 0)
		return fail("invalid IPv4 address: %s", request.address);
	if (request.address && record_add(container, "address", request.address) < 0)
		return fail("take the address %s: %m", request.address);
	return copy(container, "group_add", "group-add") < 0 || copy(container, "add_host", "add-host") < 0 || copy(container, "dns", "dns") < 0
	       || copy(container, "dns_search", "dns-search") < 0 || copy(container, "dns_opt", "dns-opt") < 0
	       || copy(container, "dns_opt", "dns-option") < 0 ? -1 : 0;
}

int request_network_add(struct record *container)
{
	bool bridge;

	if (choose_network() < 0)
		return -1;
	bridge = strcmp(request.network, "bridge") == 0 || strcmp(request.network, "default") == 0;
	if (!bridge && record_get(&request.lists, "link"))
		return fail("links are only supported for user-defined networks");
	if (!bridge && strcmp(request.network, "host") == 0 && (record_get(&request.lists, "publish") || request.publish_all))
		fputs("WARNING: Published ports are discarded when using host network mode\n", stderr);
	return add_names(container) < 0 || add_ports(container) < 0 ? -1 : 0;
}
