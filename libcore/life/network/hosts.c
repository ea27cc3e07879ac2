/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/stream.h"
#include "base/text.h"
#include "life/container_file.h"
#include "life/network/hosts.h"
#include "life/network/link.h"
#include "life/network/resolver.h"
#include "store/container_record.h"
#include "store/leases.h"

/* "IP TAB foo.bar foo": a host name with dots is known by its first part as well. */
static void write_own(FILE *out, const struct record *container, uint32_t address)
{
	const char *hostname = record_get(container, "hostname"), *domain = record_get(container, "domainname");
	int first = (int)strcspn(hostname, ".");

	if (!address)
		return;
	fprintf(out, "%s\t%s%s%s", text_of_address(address), hostname, domain ? "." : "", domain ? domain : "");
	if (domain || hostname[first])
		fprintf(out, " %.*s", first, hostname);
	fputc('\n', out);
}

static int write_link(FILE *out, const struct link *link)
{
	struct record lease autorecord = { 0 }, source autorecord = { 0 };
	const char *id, *name;

	if (lease_load(&lease, link->lease) < 0)
		return errno == ENOENT ? 0 : -1;
	id = record_get(&lease, "container");
	name = record_get(&lease, "name");
	if (!id || !lease_address(&lease))
		return 0;
	if (container_record_load(&source, id) < 0)
		return errno == ENOENT ? 0 : -1;
	fprintf(out, "%s\t%s %s", record_get(&lease, "address"), link->alias,
		record_get(&source, "hostname"));
	if (name && strcmp(name, link->alias) != 0)
		fprintf(out, " %s", name);
	fputc('\n', out);
	return 0;
}

static int write_lines(FILE *out, const struct record *container, uint32_t address)
{
	struct link link;

	write_own(out, container, address);
	fputs("127.0.0.1\tlocalhost\n"
	      "::1\tlocalhost ip6-localhost ip6-loopback\n"
	      "fe00::0\tip6-localnet\n"
	      "ff00::0\tip6-mcastprefix\n"
	      "ff02::1\tip6-allnodes\n"
	      "ff02::2\tip6-allrouters\n", out);
	for (const char *line = NULL; (line = record_next(container, "add_host", line));) {
		int name = (int)strcspn(line, ":");

		fprintf(out, "%s\t%.*s\n", line + name + 1, name, line);
	}
	for (const char *line = NULL; (line = record_next(container, "link", line));)
		if (link_read(line, &link) == 0 && write_link(out, &link) < 0)
			return -1;
	return 0;
}

static int place(int directory, const char *name, const char *text, size_t length)
{
	return container_file_write(directory, name, text, length) < 0
	       ? fail("write the container's /etc/%s: %m", name) : 0;
}

static int place_hosts(int directory, const struct record *container, uint32_t address)
{
	autofree char *text = NULL;
	size_t length;
	FILE *out = stream_open(&text, &length);
	int result;

	if (!out)
		return fail("write the container's /etc/hosts: %m");
	result = write_lines(out, container, address);
	if (stream_close(out) < 0)
		return fail("write the container's /etc/hosts: %m");
	return result < 0 ? -1 : place(directory, "hosts", text, length);
}

int hosts_write(const struct record *container, uint32_t address)
{
	bool host = strcmp(record_get(container, "network"), "host") == 0;
	autoclose int directory = container_record_open(container);
	autofree char *hostname = NULL, *copy = NULL;
	size_t length = 0;

	if (directory < 0)
		return -1;
	if (asprintf(&hostname, "%s\n", record_get(container, "hostname")) < 0)
		return fail("write the container's /etc/hostname: %m");
	if (host && !record_get(container, "add_host"))
		copy = file_read(AT_FDCWD, "/etc/hosts", RECORD_SIZE, &length);
	if ((copy ? place(directory, "hosts", copy, length) : place_hosts(directory, container, address)) < 0
	    || place(directory, "hostname", hostname, strlen(hostname)) < 0)
		return -1;
	return resolver_write(directory, container);
}
