/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/port.h"

enum { PORTS = 65535 };

const char *port_protocol(bool udp)
{
	return udp ? "udp" : "tcp";
}

/* "80" or "80-90"; silent. */
static int parse_range(char *text, uint16_t *first, uint16_t *last)
{
	char *dash = strchr(text, '-');
	unsigned long from, to;
	int result;

	if (dash)
		*dash = '\0';
	result = text_number(text, PORTS, &from) < 0 || text_number(dash ? dash + 1 : text, PORTS, &to) < 0
		 || to < from ? -1 : 0;
	if (dash)
		*dash = '-';
	if (result == 0) {
		*first = (uint16_t)from;
		*last = (uint16_t)to;
	}
	return result;
}

/* Cut "/udp" off; what stands before it. An empty protocol is tcp, an empty port no port. */
static char *cut_protocol(char *text, const char **protocol)
{
	char *slash = strchr(text, '/');

	*protocol = "tcp";
	if (!slash)
		return text;
	*slash = '\0';
	if (slash[1])
		*protocol = slash + 1;
	return text;
}

static int parse_protocol(const char *text, bool *udp)
{
	*udp = strcasecmp(text, "udp") == 0;
	if (*udp || strcasecmp(text, "tcp") == 0)
		return 0;
	if (strcasecmp(text, "sctp") == 0)
		return fail("publish %s ports: only tcp and udp are supported", text);
	return fail("Invalid proto: %s", text);
}

/* "[::1]" without its brackets: IPv6 is known, and refused, by name. */
static int parse_address(char *text, struct publication *publication)
{
	if (!*text)
		return 0;
	if (*text == '[' && strchr(text, ']'))
		return fail("publish on %s: only IPv4 addresses are supported", text);
	if (strchr(text, ':'))
		return fail("Invalid ip address %s: address %s:: too many colons in address", text, text);
	if (text_address(text, &publication->address) < 0)
		return fail("Invalid ip address: %s", text);
	publication->address_given = true;
	return 0;
}

int port_parse_publication(const char *text, struct publication *publication)
{
	autofree char *copy = strdup(text);
	char *address = "", *host = "", *port, *colon;
	const char *protocol;

	*publication = (struct publication){ 0 };
	if (!copy)
		return fail("publish %s: %m", text);
	/* From the right: the container port, the host port, and the rest is an address. */
	port = copy;
	colon = strrchr(copy, ':');
	if (colon) {
		*colon = '\0';
		port = colon + 1;
		host = copy;
		colon = strrchr(copy, ':');
		if (colon) {
			*colon = '\0';
			host = colon + 1;
			address = copy;
		}
	}
	port = cut_protocol(port, &protocol);
	if (parse_address(address, publication) < 0)
		return -1;
	if (!*port)
		return fail("No port specified: %s<empty>", text);
	if (parse_range(port, &publication->port.first, &publication->port.last) < 0)
		return fail("Invalid containerPort: %s", port);
	if (*host && parse_range(host, &publication->host_first, &publication->host_last) < 0)
		return fail("Invalid hostPort: %s", host);
	if (*host && publication->port.last != publication->port.first
	    && publication->port.last - publication->port.first
	       != publication->host_last - publication->host_first)
		return fail("Invalid ranges specified for container and host Ports: %s and %s", port, host);
	return parse_protocol(protocol, &publication->port.udp);
}

int port_parse_exposure(const char *text, struct port_range *range)
{
	autofree char *copy = strdup(text);
	const char *protocol;
	char *port;

	if (!copy)
		return fail("expose %s: %m", text);
	if (strchr(text, ':'))
		return fail("invalid port format for --expose: %s", text);
	port = cut_protocol(copy, &protocol);
	if (parse_range(port, &range->first, &range->last) < 0) {
		if (!*port)
			return fail("invalid range format for --expose: %s, error: Empty string specified for ports.",
				    text);
		if (strchr(port, '-') && strspn(port, "0123456789-") == strlen(port))
			return fail("invalid range format for --expose: %s, error: Invalid range specified for the "
				    "Port: %s", text, port);
		return fail("invalid range format for --expose: %s, error: strconv.ParseUint: parsing \"%s\": "
			    "%s", text, port, strspn(port, "0123456789") == strlen(port) ? "value out of range"
											     : "invalid syntax");
	}
	return parse_protocol(protocol, &range->udp);
}

int port_read_range(const char *value, struct port_range *range)
{
	char protocol[4];

	if (sscanf(value, "%3s %hu %hu", protocol, &range->first, &range->last) != 3)
		return -1;
	range->udp = strcmp(protocol, "udp") == 0;
	return 0;
}

int port_read_publication(const char *value, struct publication *publication)
{
	char protocol[4], address[16];

	*publication = (struct publication){ 0 };
	if (sscanf(value, "%3s %15s %hu %hu %hu %hu", protocol, address, &publication->host_first,
		   &publication->host_last, &publication->port.first, &publication->port.last) != 6)
		return -1;
	publication->port.udp = strcmp(protocol, "udp") == 0;
	publication->address_given = strcmp(address, "-") != 0;
	return publication->address_given ? text_address(address, &publication->address) : 0;
}

int port_add_publication(struct record *record, const char *key, const struct publication *publication)
{
	return record_addf(record, key, "%s %s %hu %hu %hu %hu", port_protocol(publication->port.udp),
			   publication->address_given ? text_of_address(publication->address) : "-",
			   publication->host_first, publication->host_last, publication->port.first,
			   publication->port.last);
}

static bool comes_before(const struct port_range *left, const struct port_range *right)
{
	return left->first < right->first || (left->first == right->first && left->udp < right->udp);
}

int port_expose(struct record *record, const struct port_range *range)
{
	struct port_range whole = *range, each;
	struct record kept autorecord = { 0 };
	bool placed = false;

	/* What the new range touches becomes part of it; what is left is disjoint. */
	for (const char *value = NULL; (value = record_next(record, "expose", value));)
		if (port_read_range(value, &each) == 0 && each.udp == whole.udp
		    && each.first <= whole.last && each.last >= whole.first) {
			whole.first = each.first < whole.first ? each.first : whole.first;
			whole.last = each.last > whole.last ? each.last : whole.last;
		}
	for (const char *value = NULL; (value = record_next(record, "expose", value));) {
		if (port_read_range(value, &each) < 0
		    || (each.udp == whole.udp && each.first <= whole.last && each.last >= whole.first))
			continue;
		if (!placed && comes_before(&whole, &each)) {
			placed = true;
			if (record_addf(&kept, "expose", "%s %hu %hu", port_protocol(whole.udp), whole.first,
					whole.last) < 0)
				return -1;
		}
		if (record_add(&kept, "expose", value) < 0)
			return -1;
	}
	if (!placed && record_addf(&kept, "expose", "%s %hu %hu", port_protocol(whole.udp), whole.first,
				   whole.last) < 0)
		return -1;
	record_drop(record, "expose");
	return record_copy(record, &kept, "expose");
}
