/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/log/log_address.h"

enum { SYSLOG_PORT = 514, HOST = 64 };

static int read_path(struct log_address *address, const char *path)
{
	struct sockaddr_un *name = (struct sockaddr_un *)&address->name;

	if (*path != '/' || strlen(path) >= sizeof name->sun_path)
		return fail("syslog-address %s: it is no path of at most %zu bytes", path, sizeof name->sun_path - 1);
	name->sun_family = AF_UNIX;
	strcpy(name->sun_path, path);
	address->length = sizeof *name;
	return 0;
}

static int set_host(struct log_address *address, const char *host, in_port_t port)
{
	struct sockaddr_in *four = (struct sockaddr_in *)&address->name;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address->name;

	if (inet_pton(AF_INET, host, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons(port);
		address->length = sizeof *four;
		return 0;
	}
	if (inet_pton(AF_INET6, host, &six->sin6_addr) != 1)
		return -1;
	six->sin6_family = AF_INET6;
	six->sin6_port = htons(port);
	address->length = sizeof *six;
	return 0;
}

/* No names: to ask for one could keep a start waiting. */
static int read_host(struct log_address *address, const char *text)
{
	bool bracket = *text == '[';
	size_t length = strcspn(text + bracket, bracket ? "]" : ":");
	const char *rest = text + bracket + length + (bracket && text[bracket + length]);
	unsigned long port = SYSLOG_PORT;
	char host[HOST];

	snprintf(host, sizeof host, "%.*s", (int)(length < HOST ? length : HOST - 1), text + bracket);
	if ((bracket && !strchr(text, ']')) || (*rest && *rest != ':') || (*rest == ':' && (text_number(rest + 1, UINT16_MAX, &port) < 0 || !port))
	    || set_host(address, host, (in_port_t)port) < 0)
		return fail("syslog-address udp://%s: it is no numeric address with a port", text);
	return 0;
}

int log_address_read(struct log_address *address, const char *text)
{
	const char *rest;

	*address = (struct log_address){ .length = 0 };
	if (!text || !*text)
		return read_path(address, "/dev/log");
	if ((rest = text_after(text, "unixgram://")) || (rest = text_after(text, "unix://")))
		return read_path(address, rest);
	if ((rest = text_after(text, "udp://")))
		return read_host(address, rest);
	if (text_starts(text, "tcp://") || text_starts(text, "tcp+tls://"))
		return fail("syslog-address %s: use unixgram:// or udp://, which never keep a container waiting", text);
	return fail("syslog-address should be in form proto://address, got %s", text);
}
