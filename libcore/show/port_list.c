/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "show/port_list.h"
#include "store/port.h"

/* A line of the status or the record: a range that is gone through port by port. */
struct range {
	struct port_shown next;
	unsigned last;
};

/* The last run of ports of one address and protocol, for merging. */
struct group {
	const char *proto;
	char ip[16];
	unsigned first, last;
};

struct listing {
	FILE *out;          /* runs that a gap has closed, in the order they were closed */
	FILE *moved;        /* ports whose number differs on the host: each for itself */
	struct group *groups;
	int count;
};

static size_t lines_of(const struct record *record, const char *key)
{
	size_t count = 0;

	for (const char *line = NULL; (line = record_next(record, key, line));)
		count++;
	return count;
}

static size_t read_ranges(struct range *ranges, const struct record *container, const struct record *status)
{
	struct publication publication;
	struct port_range exposed;
	struct range *range = ranges;

	for (const char *line = NULL; (line = record_next(status, "port", line));) {
		if (port_read_publication(line, &publication) < 0)
			continue;
		*range = (struct range){
			{ .proto = port_protocol(publication.port.udp), .port = publication.port.first,
			  .host_port = publication.host_first }, publication.port.last };
		snprintf(range->next.ip, sizeof range->next.ip, "%s", text_of_address(publication.address));
		range++;
	}
	for (const char *line = NULL; (line = record_next(container, "expose", line));)
		if (port_read_range(line, &exposed) == 0)
			*range++ = (struct range){
				{ .proto = port_protocol(exposed.udp), .port = exposed.first }, exposed.last };
	return (size_t)(range - ranges);
}

static int compare(const struct port_shown *one, const struct port_shown *other, enum port_list_order order)
{
	int by_proto = strcmp(one->proto, other->proto);
	int by_ip = strcmp(one->ip, other->ip);

	if (one->port != other->port)
		return one->port < other->port ? -1 : 1;
	if (order == PORTS_BY_PROTOCOL && by_proto)
		return by_proto;
	if (by_ip)
		return by_ip;
	if (one->host_port != other->host_port)
		return one->host_port < other->host_port ? -1 : 1;
	return by_proto;
}

/* True if the exposed port is among the published ones: then it isn't shown by itself. */
static bool is_published(const struct port_shown *port, const struct record *status)
{
	struct publication published;

	for (const char *line = NULL; (line = record_next(status, "port", line));)
		if (port_read_publication(line, &published) == 0
		    && strcmp(port_protocol(published.port.udp), port->proto) == 0
		    && published.port.first <= port->port && port->port <= published.port.last)
			return true;
	return false;
}

int port_list_each(const struct record *container, const struct record *status, enum port_list_order order,
                   int (*each)(const struct port_shown *port, void *context), void *context)
{
	size_t most = lines_of(status, "port") + lines_of(container, "expose");
	autofree struct range *ranges = calloc(most ? most : 1, sizeof *ranges);
	size_t count;

	if (!ranges)
		return fail("list ports: %m");
	count = read_ranges(ranges, container, status);
	for (;;) {
		struct range *least = NULL;
		struct port_shown port;
		int result;

		for (struct range *range = ranges; range < ranges + count; range++)
			if (range->next.port <= range->last
			    && (!least || compare(&range->next, &least->next, order) < 0))
				least = range;
		if (!least)
			return 0;
		port = least->next;
		least->next.port++;
		least->next.host_port += port.ip[0] != '\0';
		if (!port.ip[0] && is_published(&port, status))
			continue;
		result = each(&port, context);
		if (result)
			return result;
	}
}

static const char *separator(FILE *out)
{
	return ftell(out) > 0 ? ", " : "";
}

static void write_group(FILE *out, const struct group *group)
{
	char range[16];

	if (group->first == group->last)
		snprintf(range, sizeof range, "%u", group->first);
	else
		snprintf(range, sizeof range, "%u-%u", group->first, group->last);
	if (group->ip[0])
		fprintf(out, "%s%s:%s->%s/%s", separator(out), group->ip, range, range, group->proto);
	else
		fprintf(out, "%s%s/%s", separator(out), range, group->proto);
}

static int add(const struct port_shown *port, void *context)
{
	struct listing *listing = context;
	struct group *group = listing->groups, *end = group + listing->count;

	if (port->ip[0] && port->host_port != port->port) {
		fprintf(listing->moved, "%s%s:%u->%u/%s", separator(listing->moved), port->ip, port->host_port,
		        port->port, port->proto);
		return 0;
	}
	while (group < end && (strcmp(group->ip, port->ip) != 0 || strcmp(group->proto, port->proto) != 0))
		group++;
	if (group == end) {
		listing->count++;
		strcpy(group->ip, port->ip);
		group->proto = port->proto;
		group->first = port->port;
	} else if (port->port != group->last + 1) {
		write_group(listing->out, group);
		group->first = port->port;
	}
	group->last = port->port;
	return 0;
}

int port_list_write(FILE *out, const struct record *container, const struct record *status)
{
	size_t most = lines_of(status, "port") + lines_of(container, "expose");
	autofree struct group *groups = calloc(most ? most : 1, sizeof *groups);
	autofree char *closed = NULL, *moved = NULL;
	size_t closed_length, moved_length;
	struct listing listing = { .groups = groups };
	int result = -1;

	if (!most)
		return 0;
	listing.out = open_memstream(&closed, &closed_length);
	listing.moved = open_memstream(&moved, &moved_length);
	if (listing.out && listing.moved && groups) {
		result = port_list_each(container, status, PORTS_BY_ADDRESS, add, &listing);
		for (int i = 0; i < listing.count; i++)
			write_group(listing.out, &groups[i]);
	}
	if (listing.out)
		fclose(listing.out);
	if (listing.moved)
		fclose(listing.moved);
	if (result == 0)
		fprintf(out, "%s%s%s", closed, closed_length && moved_length ? ", " : "", moved);
	return result;
}
