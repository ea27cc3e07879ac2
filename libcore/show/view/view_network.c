/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "show/template/go_value.h"
#include "show/port_list.h"
#include "show/view/view_network.h"

enum { PREFIX = 16 };

/* The address and what belongs to it: none of them while the container doesn't run. */
struct address {
	const char *ip;
	char mac[18], gateway[INET_ADDRSTRLEN];
	int prefix;
};

static struct address read_address(const struct record *status)
{
	struct address address = { .ip = record_get(status, "address") };
	const char *mac = record_get(status, "mac");
	uint32_t number;

	if (!address.ip || text_address(address.ip, &number) < 0)
		return (struct address){ 0 };
	number = ntohl(number);
	if (mac)
		snprintf(address.mac, sizeof address.mac, "%s", mac);
	else   /* as Docker and life/cable make it */
		snprintf(address.mac, sizeof address.mac, "02:42:%02x:%02x:%02x:%02x", number >> 24,
		         number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff);
	snprintf(address.gateway, sizeof address.gateway, "%s",
	         text_of_address(htonl((number & ~0xffffU) | 1)));
	address.prefix = PREFIX;
	return address;
}

static int add_port(const struct port_shown *port, void *context)
{
	struct cJSON *ports = context, *list, *binding;
	char key[16], host[8];

	snprintf(key, sizeof key, "%u/%s", port->port, port->proto);
	/* All of one port come one after the other. */
	list = ports && ports->child ? ports->child->prev : NULL;
	if (!list || strcmp(list->string, key) != 0)
		list = port->ip[0] ? cJSON_AddArrayToObject(ports, key) : go_nil(ports, key, GO_SLICE);
	if (!port->ip[0])
		return 0;
	snprintf(host, sizeof host, "%u", port->host_port);
	binding = go_mark(cJSON_CreateObject(), GO_STRUCT);
	go_text(binding, "HostIp", port->ip);
	go_text(binding, "HostPort", host);
	cJSON_AddItemToArray(list, binding);
	return 0;
}

static void add_ports(struct cJSON *settings, const struct record *container, const struct record *status)
{
	struct cJSON *ports = go_mark(cJSON_AddObjectToObject(settings, "Ports"), GO_KEYED);
	const char *state = record_get(status, "state");

	if (strcmp(state, "running") != 0 && strcmp(state, "paused") != 0)
		return;
	port_list_each(container, status, PORTS_BY_PROTOCOL, add_port, ports);
	go_sort(ports);
}

/* One entry, named as the network is; a container that shares another's network has none. */
static void add_networks(struct cJSON *settings, const struct record *container, const struct address *address)
{
	struct cJSON *networks = cJSON_AddObjectToObject(settings, "Networks"), *endpoint;
	const char *network = record_get(container, "network");

	if (network && text_starts(network, "container:"))
		return;
	endpoint = go_struct(networks, network ? network : "bridge", GO_POINTER);
	go_zeros(endpoint, "IPAMConfig=P Links=S Aliases=S NetworkID=s EndpointID=s");
	go_text(endpoint, "Gateway", address->gateway);
	go_text(endpoint, "IPAddress", address->ip);
	go_number(endpoint, "IPPrefixLen", address->prefix);
	go_zeros(endpoint, "IPv6Gateway=s GlobalIPv6Address=s GlobalIPv6PrefixLen=i");
	go_text(endpoint, "MacAddress", address->mac);
	go_zeros(endpoint, "DriverOpts=M");
}

void view_add_network(struct cJSON *view, const struct record *container, const struct record *status)
{
	struct cJSON *settings = go_struct(view, "NetworkSettings", GO_POINTER);
	struct address address = read_address(status);
	long long pid = record_number(status, "pid", 0);
	char sandbox[32] = "";

	if (pid)
		snprintf(sandbox, sizeof sandbox, "/proc/%lld/ns/net", pid);
	go_zeros(settings, "Bridge=s SandboxID=s HairpinMode=b LinkLocalIPv6Address=s "
	         "LinkLocalIPv6PrefixLen=i");
	add_ports(settings, container, status);
	go_text(settings, "SandboxKey", sandbox);
	go_zeros(settings, "SecondaryIPAddresses=S SecondaryIPv6Addresses=S EndpointID=s");
	go_text(settings, "Gateway", address.gateway);
	go_zeros(settings, "GlobalIPv6Address=s GlobalIPv6PrefixLen=i");
	go_text(settings, "IPAddress", address.ip);
	go_number(settings, "IPPrefixLen", address.prefix);
	go_zeros(settings, "IPv6Gateway=s");
	go_text(settings, "MacAddress", address.mac);
	add_networks(settings, container, &address);
}
