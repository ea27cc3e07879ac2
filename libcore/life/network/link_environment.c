/* Docker's rules: moby daemon/links/links.go, as behaviour.md section 3 of the project tells them.
 * Its ports are single ones sorted by number, tcp before udp; ours are ranges, walked in that order.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/network/link.h"
#include "life/network/link_environment.h"
#include "store/container_record.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/port.h"

enum { PORTS_SHOWN = 1024, VARIABLE = ALIAS_LENGTH + 64 };

struct source {
	char prefix[ALIAS_LENGTH + 1];   /* the alias as a variable begins: DB */
	const char *address;
	const struct record *record;     /* the source's */
};

static int put(struct record *environment, const struct source *source, const char *name, const char *value)
{
	char variable[VARIABLE + 32];

	snprintf(variable, sizeof variable, "%s_%s", source->prefix, name);
	return record_add(environment, variable, value) < 0 ? fail("set %s in the environment: %m", variable) : 0;
}

/* The next run of touching ranges after `run` (all 0 to begin): to Docker they are one, however they
 * were written. False at the end. */
static bool next_run(const struct record *record, struct port_range *run)
{
	struct port_range next = { .udp = run->udp }, range;

	for (const char *line = NULL; (line = record_next(record, "expose", line));) {
		if (port_read_range(line, &range) < 0 || range.udp != run->udp || range.first <= run->last)
			continue;
		if (next.first && range.first != next.last + 1)
			break;
		next.first = next.first ? next.first : range.first;
		next.last = range.last;
	}
	*run = next;
	return next.first != 0;
}

/* A run of three or more has variables of its own. */
static bool is_told(const struct port_range *run)
{
	return run->last - run->first >= 2;
}

/* The run that begins with this port has told its address and protocol already. */
static bool begins_told_run(const struct record *record, bool udp, int port)
{
	for (struct port_range run = { .udp = udp }; next_run(record, &run);)
		if (run.first == port)
			return is_told(&run);
	return false;
}

/* "PORT_5432_TCP" and "5432" and so on for one port. */
static int put_port(struct record *environment, const struct source *source, bool udp, int port)
{
	bool told = begins_told_run(source->record, udp, port);
	const char *protocol = port_protocol(udp);
	char name[48], value[64], number[8];
	int length = snprintf(name, sizeof name, "PORT_%d_%s", port, udp ? "UDP" : "TCP");

	snprintf(number, sizeof number, "%d", port);
	snprintf(value, sizeof value, "%s://%s:%d", protocol, source->address, port);
	if (put(environment, source, name, value) < 0)
		return -1;
	strcpy(name + length, "_ADDR");
	if (!told && put(environment, source, name, source->address) < 0)
		return -1;
	strcpy(name + length, "_PORT");
	if (put(environment, source, name, number) < 0)
		return -1;
	strcpy(name + length, "_PROTO");
	return told ? 0 : put(environment, source, name, protocol);
}

/* The variables of a run's two ends. */
static int put_run(struct record *environment, const struct source *source, const struct port_range *run)
{
	const char *protocol = port_protocol(run->udp), *upper = run->udp ? "UDP" : "TCP";
	char start[64], end[64], first[8], last[8], name[48];
	const struct { const char *suffix, *value; } variables[] = {
		{ "START", start }, { "ADDR", source->address }, { "PROTO", protocol },
		{ "PORT_START", first }, { "END", end }, { "PORT_END", last },
	};

	snprintf(start, sizeof start, "%s://%s:%d", protocol, source->address, run->first);
	snprintf(end, sizeof end, "%s://%s:%d", protocol, source->address, run->last);
	snprintf(first, sizeof first, "%d", run->first);
	snprintf(last, sizeof last, "%d", run->last);
	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
		/* All are named after the first port, also those about the last. */
		snprintf(name, sizeof name, "PORT_%d_%s_%s", run->first, upper, variables[i].suffix);
		if (put(environment, source, name, variables[i].value) < 0)
			return -1;
	}
	return 0;
}

/* The smallest exposed port after (number, udp) in Docker's order; false at the end. */
static bool next_port(const struct record *record, int *port, bool *udp)
{
	int best = 1 << 16;
	bool best_udp = false;
	struct port_range range;

	for (const char *line = NULL; (line = record_next(record, "expose", line));) {
		int from;

		if (port_read_range(line, &range) < 0)
			continue;
		/* udp follows tcp of the same number; tcp starts with the next number. */
		from = *port + (range.udp && !*udp ? 0 : 1);
		from = from < range.first ? range.first : from;
		if (from <= range.last && (from < best || (from == best && !range.udp && best_udp))) {
			best = from;
			best_udp = range.udp;
		}
	}
	*port = best;
	*udp = best_udp;
	return best < 1 << 16;
}

static int put_runs(struct record *environment, const struct source *source)
{
	for (int udp = 0; udp < 2; udp++)
		for (struct port_range run = { .udp = udp }; next_run(source->record, &run);)
			if (is_told(&run) && put_run(environment, source, &run) < 0)
				return -1;
	return 0;
}

static int put_ports(struct record *environment, const struct source *source)
{
	int port = 0, shown = 0;
	bool udp = true;
	char value[64];

	if (!next_port(source->record, &port, &udp))
		return 0;
	snprintf(value, sizeof value, "%s://%s:%d", port_protocol(udp), source->address, port);
	if (put(environment, source, "PORT", value) < 0 || put_runs(environment, source) < 0)
		return -1;
	/* Four variables a port: past some number no process could be started with them. */
	do
		if (put_port(environment, source, udp, port) < 0)
			return -1;
	while (++shown < PORTS_SHOWN && next_port(source->record, &port, &udp));
	return 0;
}

/* The source's own settings, but not its link variables, nor where it lives. */
static int put_settings(struct record *environment, const struct source *source)
{
	for (const char *line = NULL; (line = record_next(source->record, "env", line));) {
		const char *value = strchr(line, '=');
		char variable[4096];

		if (!value || text_starts(line, "HOME=") || text_starts(line, "PATH="))
			continue;
		if ((size_t)snprintf(variable, sizeof variable, "%s_ENV_%.*s", source->prefix,
				     (int)(value - line), line) >= sizeof variable)
			continue;
		if (record_add(environment, variable, value + 1) < 0)
			return fail("set %s in the environment: %m", variable);
	}
	return 0;
}

static void make_prefix(char prefix[ALIAS_LENGTH + 1], const char *alias)
{
	for (; *alias; alias++)
		*prefix++ = isalnum((unsigned char)*alias) ? (char)toupper((unsigned char)*alias) : '_';
	*prefix = '\0';
}

static int put_link(struct record *environment, const char *consumer, const struct link *link)
{
	struct record lease autorecord = { 0 }, record autorecord = { 0 };
	struct source source = { .record = &record };
	const char *container;
	char name[NAME_LENGTH + ALIAS_LENGTH + 4];

	if (lease_load(&lease, link->lease) < 0)
		return errno == ENOENT ? 0 : -1;
	container = record_get(&lease, "container");
	if (!container || !lease_address(&lease))
		return 0;
	if (container_record_load(&record, container) < 0)
		return errno == ENOENT ? 0 : -1;
	make_prefix(source.prefix, link->alias);
	source.address = record_get(&lease, "address");
	snprintf(name, sizeof name, "/%s/%s", consumer, link->alias);
	if (put_ports(environment, &source) < 0 || put(environment, &source, "NAME", name) < 0)
		return -1;
	return put_settings(environment, &source);
}

int link_environment_add(struct record *environment, const struct record *container)
{
	char consumer[NAME_LENGTH + 1];
	struct link link;

	if (!record_get(container, "link"))
		return 0;
	names_of(record_get(container, "id"), consumer);
	for (const char *line = NULL; (line = record_next(container, "link", line));)
		if (link_read(line, &link) == 0 && put_link(environment, consumer, &link) < 0)
			return -1;
	return 0;
}
