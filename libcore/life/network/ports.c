/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/network/port_socket.h"
#include "life/network/port_owner.h"
#include "life/network/ports.h"
#include "store/claims.h"
#include "store/configuration.h"
#include "store/port.h"

enum { AUTOMATIC_FIRST = 49153, AUTOMATIC_LAST = 65535 };   /* as on the page */

/* The run of automatic ports, "49153-65535" or what linkbox.conf says. */
static void automatic_range(uint16_t *first, uint16_t *last)
{
	if (sscanf(configuration("ports", ""), "%hu-%hu", first, last) == 2 && *first && *first <= *last)
		return;
	*first = AUTOMATIC_FIRST;
	*last = AUTOMATIC_LAST;
}

static bool is_ours(const struct record *status, const struct publication *wanted, uint16_t port)
{
	struct publication published;

	for (const char *line = NULL; (line = record_next(status, "port", line));)
		if (port_read_publication(line, &published) == 0 && published.port.udp == wanted->port.udp
		    && published.host_first <= port && published.host_last >= port)
			return true;
	return false;
}

static int bind_failed(const struct publication *wanted, uint16_t port, const struct record *status)
{
	char owner[NAME_LENGTH + 1];
	const char *address = text_of_address(wanted->address);

	if (errno == EMFILE)
		return fail("Bind for %s:%hu failed: %m (one container takes at most %d)", address, port, SOCKETS_MOST);
	if (errno != EADDRINUSE)
		return fail("Bind for %s:%hu failed: %m", address, port);
	if (port_owner_find(wanted->port.udp, wanted->address, port, owner))
		return fail("Bind for %s:%hu failed: port is already allocated by container %s", address, port,
			    owner);
	if (is_ours(status, wanted, port))
		return fail("Bind for %s:%hu failed: port is already allocated", address, port);
	return fail("Bind for %s:%hu failed: address already in use by a program of the host", address, port);
}

/* Bind one port and keep the socket, or (wide ranges) let it go: their claim is the entry of
 * port_owner. 0, or -1 and errno. */
static int bind_one(struct ports *ports, const struct publication *wanted, uint16_t port, bool keep)
{
	int fd;

	if (port_owner_has_range(wanted->port.udp, wanted->address, port)) {
		errno = EADDRINUSE;
		return -1;
	}
	if (keep && ports->count == SOCKETS_MOST) {
		errno = EMFILE;
		return -1;
	}
	fd = port_socket_open(wanted->port.udp, wanted->address, port);
	if (fd < 0)
		return -1;
	if (keep)
		ports->sockets[ports->count++] = fd;
	else
		close(fd);
	return 0;
}

static int add_port(struct record *status, const struct publication *wanted, uint16_t host, uint16_t last,
		    uint16_t port)
{
	struct publication published = *wanted;

	published.address_given = true;
	published.host_first = host;
	published.host_last = last;
	published.port.first = port;
	published.port.last = (uint16_t)(port + (last - host));
	return port_add_publication(status, "port", &published) < 0 ? fail("note a port: %m") : 0;
}

/* Fixed numbers: each container port has its own. */
static int claim_fixed(struct ports *ports, const struct publication *wanted, struct record *status,
		       const char *id)
{
	int count = wanted->host_last - wanted->host_first + 1;
	bool keep = count <= RANGE_WITH_SOCKETS;

	for (int i = 0; i < count; i++)
		if (bind_one(ports, wanted, (uint16_t)(wanted->host_first + i), keep) < 0)
			return bind_failed(wanted, (uint16_t)(wanted->host_first + i), status);
	if (!keep && port_owner_add_range(id, wanted) < 0)
		return -1;
	return add_port(status, wanted, wanted->host_first, wanted->host_last, wanted->port.first);
}

/* The automatic port that this container port had last time, 0 if none. */
static uint16_t port_of_last_time(const struct record *before, const struct publication *wanted,
				  uint16_t port)
{
	static const char *const keys[] = { "port", "port_before" };
	struct publication old;

	for (int i = 0; i < 2; i++)
		for (const char *line = NULL; (line = record_next(before, keys[i], line));)
			if (port_read_publication(line, &old) == 0 && old.port.udp == wanted->port.udp
			    && old.address == wanted->address && old.port.first == port)
				return old.host_first;
	return 0;
}

/* One of a range of host ports, or of the automatic ones from where the last search ended. */
static int claim_any(struct ports *ports, const struct publication *wanted, uint16_t port,
		     struct record *status, const struct record *before, int claims)
{
	enum claims_cursor which = wanted->port.udp ? CURSOR_UDP : CURSOR_TCP;
	uint16_t first = wanted->host_first, last = wanted->host_last;
	bool automatic = !first;
	uint32_t cursor;

	if (automatic)
		automatic_range(&first, &last);
	if (automatic) {
		uint16_t host = port_of_last_time(before, wanted, port);

		if (host >= first && host <= last && bind_one(ports, wanted, host, true) == 0)
			return add_port(status, wanted, host, host, port);
	}
	cursor = automatic ? claims_cursor(claims, which) : first;
	for (int tries = last - first + 1; tries > 0; tries--) {
		uint16_t host = (uint16_t)(cursor < first || cursor > last ? first : cursor);

		cursor = host + 1u;
		if (bind_one(ports, wanted, host, true) == 0) {
			if (automatic)
				claims_move_cursor(claims, which, cursor);
			return add_port(status, wanted, host, host, port);
		}
		if (errno != EADDRINUSE)
			return bind_failed(wanted, host, status);
	}
	return fail("Bind for %s failed: all ports are allocated", text_of_address(wanted->address));
}

static bool is_fixed(const struct publication *wanted)
{
	return wanted->host_first
	       && wanted->host_last - wanted->host_first == wanted->port.last - wanted->port.first;
}

static int claim_published(struct ports *ports, const struct record *container, struct record *status,
			   const struct record *before, int claims, bool fixed)
{
	struct publication wanted;

	for (const char *line = NULL; (line = record_next(container, "publish", line));) {
		if (port_read_publication(line, &wanted) < 0 || is_fixed(&wanted) != fixed)
			continue;
		if (fixed) {
			if (claim_fixed(ports, &wanted, status, record_get(container, "id")) < 0)
				return -1;
			continue;
		}
		for (int port = wanted.port.first; port <= wanted.port.last; port++)
			if (claim_any(ports, &wanted, (uint16_t)port, status, before, claims) < 0)
				return -1;
	}
	return 0;
}

/* True if a -p of its own leads to this port. */
static bool is_published(const struct record *container, bool udp, int port)
{
	struct publication wanted;

	for (const char *line = NULL; (line = record_next(container, "publish", line));)
		if (port_read_publication(line, &wanted) == 0 && wanted.port.udp == udp
		    && wanted.port.first <= port && wanted.port.last >= port)
			return true;
	return false;
}

/* -P: every exposed port that has no -p of its own. */
static int claim_exposed(struct ports *ports, const struct record *container, struct record *status,
			 const struct record *before, int claims)
{
	struct publication wanted = { 0 };

	if (!record_get(container, "publish_all"))
		return 0;
	for (const char *line = NULL; (line = record_next(container, "expose", line));) {
		if (port_read_range(line, &wanted.port) < 0)
			continue;
		for (int port = wanted.port.first; port <= wanted.port.last; port++)
			if (!is_published(container, wanted.port.udp, port)
			    && claim_any(ports, &wanted, (uint16_t)port, status, before, claims) < 0)
				return -1;
	}
	return 0;
}

int ports_claim(struct ports *ports, const struct record *container, struct record *status,
		const struct record *before)
{
	autoclose int claims = -1;

	ports->count = 0;
	if ((!record_get(container, "publish") && !record_get(container, "publish_all"))
	    || strcmp(record_get(container, "network"), "bridge") != 0)
		return 0;
	claims = claims_lock();
	if (claims < 0)
		return -1;
	/* Of a start that was killed. */
	port_owner_drop_ranges(record_get(container, "id"));
	/* Numbers that the user chose come first, so that an automatic one can't sit on them. */
	if (claim_published(ports, container, status, before, claims, true) < 0
	    || claim_published(ports, container, status, before, claims, false) < 0
	    || claim_exposed(ports, container, status, before, claims) < 0) {
		ports_release(ports, record_get(container, "id"));
		record_drop(status, "port");
		return -1;
	}
	return 0;
}

void ports_release(struct ports *ports, const char *id)
{
	while (ports->count)
		close(ports->sockets[--ports->count]);
	port_owner_drop_ranges(id);
}
