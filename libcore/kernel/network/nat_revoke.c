/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <stdlib.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/conntrack.h"
#include "kernel/network/nat_element.h"
#include "kernel/network/nat_revoke.h"

/* A range has no one port: all of its protocol. */
static uint16_t only_port(const struct nat_element *element)
{
	if (element->target_port)
		return htobe16(element->target_port);
	return element->first_port == element->last_port ? htobe16(element->first_port) : 0;
}

static struct conntrack_match match_of(const struct nat_element *element)
{
	bool published = element->target != 0;

	return (struct conntrack_match){
		.consumer = published ? 0 : element->address[0],
		.source = published ? element->target : element->address[1],
		.protocol = element->protocol,
		.port = only_port(element),
	};
}

/* Elements of the same two containers make one match, for any protocol and port. */
static int gather(struct conntrack_match *matches, int used, struct conntrack_match match)
{
	for (int i = 0; i < used; i++) {
		if (matches[i].consumer != match.consumer || matches[i].source != match.source)
			continue;
		matches[i].protocol = 0;
		matches[i].port = 0;
		return used;
	}
	matches[used] = match;
	return used + 1;
}

int nat_revoke(const struct record *removed, int count)
{
	autofree struct conntrack_match *matches = calloc((size_t)count * 2, sizeof *matches);
	struct nat_element element;
	const char *line = NULL;
	int used = 0, result = 0;

	if (!matches)
		return fail("end connections that are no longer allowed: %m");
	while ((line = record_line(removed, line))) {
		struct conntrack_match match;

		if (nat_element_parse(&element, line) <= 0)
			continue;
		match = match_of(&element);
		used = gather(matches, used, match);
		if (!match.source)   /* an open container is a source as well */
			used = gather(matches, used, (struct conntrack_match){ .source = match.consumer });
	}
	for (int i = 0; i < used; i++)
		result |= conntrack_delete(&matches[i]);
	return result;
}
