/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "life/network/link.h"
#include "life/network/link_wait.h"
#include "store/container_record.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/port.h"
#include "store/status.h"

int link_read(const char *line, struct link *link)
{
	return sscanf(line, "%64s %63s", link->lease, link->alias) == 2 ? 0 : -1;
}

/* The alias that the words ask for: after the colon, or the name itself; the last part of a path. */
static const char *alias_of(const char *text)
{
	const char *alias = strchr(text, ':'), *slash;

	alias = alias ? alias + 1 : text;
	slash = strrchr(alias, '/');
	return slash ? slash + 1 : alias;
}

static bool is_alias(const char *alias)
{
	return text_is_word(alias, "_.-") && strlen(alias) <= ALIAS_LENGTH;
}

int link_check_words(const char *text)
{
	const char *colon = strchr(text, ':');

	if (!*text)
		return fail("invalid argument \"\" for \"--link\" flag: empty string specified for links");
	if ((colon && strchr(colon + 1, ':')) || !is_alias(alias_of(text)))
		return fail("invalid argument \"%s\" for \"--link\" flag: bad format for links: %s", text, text);
	return 0;
}

/* Follow container:X to the one whose network it is. */
static int find_source(const char *name, struct record *source)
{
	char id[ID_LENGTH + 1];
	bool was = fail_silently(true);
	int result = names_find(name, id) == 0 ? container_record_load(source, id) : -1;
	const char *network;

	while (result == 0 && (network = text_after(record_get(source, "network"), "container:"))) {
		snprintf(id, sizeof id, "%.64s", network);
		result = container_record_load(source, id);
	}
	fail_silently(was);
	return result < 0 ? fail("could not get container for %s: %s", name, fail_text()) : 0;
}

int link_add(struct record *container, const char *text)
{
	struct record source autorecord = { 0 };
	char source_name[NAME_LENGTH + 1];
	autofree char *name = strndup(text, strcspn(text, ":"));
	const char *alias = alias_of(text);
	struct link each;

	if (!name)
		return fail("link to %s: %m", text);
	if (find_source(name, &source) < 0)
		return -1;
	if (strcmp(record_get(&source, "network"), "host") == 0)
		return fail("conflicting options: host type networking can't be used with links. "
			    "This would result in undefined behavior");
	for (const char *line = NULL; (line = record_next(container, "link", line));)
		if (link_read(line, &each) == 0 && strcmp(each.alias, alias) == 0)
			return fail("link to %s as %s: alias in use", name, alias);
	/* The name is for the day when a power cut has taken the lease of a --rm source: store/image/index.c. */
	return record_addf(container, "link", "%s %s %s", record_get(&source, "lease"), alias,
			   names_of(record_get(&source, "id"), source_name)) < 0
	       ? fail("link to %s: %m", text) : 0;
}

int link_load_source(const char *lease_id, struct record *lease, struct record *source, struct record *status)
{
	const char *id;

	if (lease_load(lease, lease_id) < 0)
		return -1;
	id = record_get(lease, "container");
	return id && container_record_load(source, id) == 0 ? status_load(status, source) : -1;
}

int link_check_network(const struct record *source, const char *name)
{
	if (strcmp(record_get(source, "network"), "bridge") != 0)
		return fail("Cannot link to /%s, as it does not belong to the default network", name);
	return 0;
}

static int check_source(const struct record *container, const struct link *link)
{
	struct record lease autorecord = { 0 }, source autorecord = { 0 }, status autorecord = { 0 };
	char consumer[NAME_LENGTH + 1];
	bool was = fail_silently(true);
	int found = link_load_source(link->lease, &lease, &source, &status);
	const char *name = record_get(&lease, "name"), *state = record_get(&status, "state");

	fail_silently(was);
	names_of(record_get(container, "id"), consumer);
	name = name ? name : link->alias;
	/* One that is about to be restarted comes back under its address. */
	if (found < 0 || (strcmp(state, "running") != 0 && strcmp(state, "paused") != 0
			  && strcmp(state, "restarting") != 0))
		return fail("Cannot link to a non running container: /%s AS /%s/%s", name, consumer,
			    link->alias);
	return link_check_network(&source, name);
}

int link_check_sources(const struct record *container)
{
	struct link link;

	for (const char *line = NULL; (line = record_next(container, "link", line));)
		if (link_read(line, &link) == 0 && !link_wait_has(container, link.alias)
		    && check_source(container, &link) < 0)
			return -1;
	return 0;
}

static int add_source_elements(struct record *elements, const char *lease_id, uint32_t address)
{
	struct record lease autorecord = { 0 }, source autorecord = { 0 };
	const char *id, *consumer = text_of_address(address), *at;
	struct port_range range;

	/* Nobody behind the lease: nothing to reach. The next source wires its consumers itself. */
	if (lease_load(&lease, lease_id) < 0)
		return errno == ENOENT ? 0 : -1;
	id = record_get(&lease, "container");
	if (!lease_address(&lease) || !id)
		return 0;
	if (container_record_load(&source, id) < 0)
		return errno == ENOENT ? 0 : -1;
	at = record_get(&lease, "address");
	for (const char *line = NULL; (line = record_next(&source, "expose", line));) {
		int result;

		if (port_read_range(line, &range) < 0)
			continue;
		if (range.first == range.last)
			result = record_addf(elements, "link", "%s %s %s %hu", consumer, at,
					     port_protocol(range.udp), range.first);
		else
			result = record_addf(elements, "link_range", "%s %s %s %hu %hu", consumer, at,
					     port_protocol(range.udp), range.first, range.last);
		if (result < 0)
			return fail("wire a link: %m");
	}
	return record_addf(elements, "pair", "%s %s", consumer, at) < 0 ? fail("wire a link: %m") : 0;
}

/* Several aliases of one source are one way to it. */
static bool is_repeated(const struct record *container, const char *until, const char *lease)
{
	for (const char *line = NULL; (line = record_next(container, "link", line)) && line != until;)
		if (text_starts(line, lease))
			return true;
	return false;
}

int link_add_elements(struct record *elements, const struct record *container, uint32_t address)
{
	struct link link;

	for (const char *line = NULL; (line = record_next(container, "link", line));)
		if (link_read(line, &link) == 0 && !is_repeated(container, line, link.lease)
		    && add_source_elements(elements, link.lease, address) < 0)
			return -1;
	return 0;
}
