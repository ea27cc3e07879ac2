/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "kernel/network/nat.h"
#include "life/network/link.h"
#include "life/network/network.h"
#include "life/network/wiring.h"
#include "store/port.h"
#include "store/status.h"
#include "store/store.h"

int wiring_lock(void)
{
	return store_lock("wiring.lock");
}

/* One published port, or a run of them, as elements. */
static int add_publication(struct record *elements, const struct publication *published, const char *to)
{
	const char *protocol = port_protocol(published->port.udp), *at = text_of_address(published->address);
	int count = published->host_last - published->host_first + 1;

	if (count > RANGE_WITH_SOCKETS && published->host_first == published->port.first)
		return published->address
		       ? record_addf(elements, "publish_range_at", "%s %s %hu %hu %s", at, protocol,
				     published->host_first, published->host_last, to)
		       : record_addf(elements, "publish_range", "%s %hu %hu %s", protocol,
				     published->host_first, published->host_last, to);
	for (int i = 0; i < count; i++) {
		int host = published->host_first + i, port = published->port.first + i;

		if ((published->address
		     ? record_addf(elements, "publish_at", "%s %s %d %s %d", at, protocol, host, to, port)
		     : record_addf(elements, "publish", "%s %d %s %d", protocol, host, to, port)) < 0)
			return -1;
	}
	return 0;
}

static bool from_loopback(const struct publication *published)
{
	return !published->address || (published->address & 0xff) == 127;   /* network byte order */
}

static int compute(struct record *elements, const struct record *container, const struct record *status,
		   bool *loopback)
{
	const char *to = record_get(status, "address");
	struct publication published;
	uint32_t address;

	*loopback = false;
	if (!to || text_address(to, &address) < 0)
		return 0;
	for (const char *line = NULL; (line = record_next(status, "port", line));) {
		if (port_read_publication(line, &published) < 0)
			continue;
		if (add_publication(elements, &published, to) < 0)
			return fail("wire a published port: %m");
		*loopback = *loopback || from_loopback(&published);
	}
	if (record_get(container, "open") && record_add(elements, "open", to) < 0)
		return fail("wire an open container: %m");
	return link_add_elements(elements, container, address);
}

/* What is in `all` and not in `other`. */
static int subtract(struct record *result, const struct record *all, const struct record *other)
{
	for (const char *line = NULL; (line = record_line(all, line));) {
		const char *value = strchr(line, '=') + 1;
		char key[32];

		memcpy(key, line, (size_t)(value - line - 1));
		key[value - line - 1] = '\0';
		if (!record_has(other, key, value) && record_add(result, key, value) < 0)
			return -1;
	}
	return 0;
}

static int sweep_one(int running, const char *id, void *swept)
{
	struct record wiring autorecord = { 0 };
	char path[ID_LENGTH + 8];

	snprintf(path, sizeof path, "%.*s/wiring", ID_LENGTH, id);
	if (!status_may_be_locked(id) && record_load(&wiring, running, path) == 0 && nat_apply(&wiring, NULL) == 0
	    && unlinkat(running, path, 0) == 0)
		++*(int *)swept;
	return 0;
}

/* Take out what is left in the firewall of containers whose monitor was killed: how many there were. */
static int sweep(void)
{
	int swept = 0;

	store_each(STORE_RUN, "running", sweep_one, &swept);
	errno = EEXIST;
	return swept;
}

static int apply(const struct record *remove, const struct record *add)
{
	if (nat_apply(remove, add) == 0 || (errno == ENOENT && !add->length))
		return 0;
	/* Somebody flushed the firewall: build it again, with what everybody has. */
	if (errno == ENOENT && network_restore() == 0 && nat_apply(remove, add) == 0)
		return 0;
	/* The other one may be a dead monitor's, which nobody has taken away yet. */
	if (errno == EEXIST && sweep() > 0 && nat_apply(remove, add) == 0)
		return 0;
	if (errno == EEXIST)
		return fail("wire a published port: it is another container's");
	return errno == ENOENT ? fail("wire links and ports: the firewall table linkbox is gone") : -1;
}

static int change(const char *id, const struct record *wanted)
{
	struct record old autorecord = { 0 }, add autorecord = { 0 }, remove autorecord = { 0 };
	struct record both autorecord = { 0 };
	autoclose int directory = status_open_directory(id);

	if (directory < 0)
		return -1;
	if (record_load(&old, directory, "wiring") < 0 && errno != ENOENT)
		return fail("read the wiring of %.12s: %m", id);
	if (subtract(&add, wanted, &old) < 0 || subtract(&remove, &old, wanted) < 0
	    || record_copy(&both, &old, NULL) < 0 || record_copy(&both, &add, NULL) < 0)
		return fail("wire %.12s: %m", id);
	if (!add.length && !remove.length)
		return 0;
	if (add.length && record_save(&both, directory, "wiring", false) < 0)
		return fail("write the wiring of %.12s: %m", id);
	if (apply(&remove, &add) < 0)
		return -1;
	if (!wanted->length)
		return unlinkat(directory, "wiring", 0) < 0 ? fail("forget the wiring of %.12s: %m", id) : 0;
	if (remove.length && record_save(wanted, directory, "wiring", false) < 0)
		return fail("write the wiring of %.12s: %m", id);
	return 0;
}

int wiring_renew(const struct record *container, const struct record *status)
{
	struct record wanted autorecord = { 0 };
	bool loopback;

	if (compute(&wanted, container, status, &loopback) < 0
	    || (loopback && network_set_loopback(record_get(container, "id"), true) < 0))
		return -1;
	return change(record_get(container, "id"), &wanted);
}

int wiring_clear(const char *id)
{
	static const struct record nothing;

	return change(id, &nothing);
}
