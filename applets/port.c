/* port - show where a container's ports lead                                       CONFIG_PORT */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/fail.h"
#include "base/text.h"
#include "show/port_list.h"
#include "show/row.h"
#include "store/names.h"

/* The port asked for, and how many bindings it has. */
struct wanted {
	const char *text;
	unsigned long port;
	const char *proto;
	int found;
};

static int print_binding(const struct port_shown *port, void *context)
{
	(void)context;
	if (port->ip[0])
		printf("%u/%s -> %s:%u\n", port->port, port->proto, port->ip, port->host_port);
	return 0;
}

static int print_wanted(const struct port_shown *port, void *context)
{
	struct wanted *wanted = context;

	if (port->ip[0] && port->port == wanted->port && strcmp(port->proto, wanted->proto) == 0) {
		printf("%s:%u\n", port->ip, port->host_port);
		wanted->found++;
	}
	return 0;
}

static int read_number(const char *text, unsigned long *number)
{
	if (text_number(text, 65535, number) == 0)
		return 0;
	return fail("strconv.ParseUint: parsing \"%s\": %s", text,
		    *text && !text[strspn(text, "0123456789")] ? "value out of range" : "invalid syntax");
}

/* "80" or "80/udp", with Go's words for what is neither. A range is understood, and none is published. */
static int read_port(struct wanted *wanted, char *text)
{
	char *slash = strchr(text, '/'), *end;
	unsigned long last;

	wanted->text = text;
	wanted->proto = slash && slash[1] ? slash + 1 : "tcp";
	if (slash && slash[1])
		*slash = '\0';
	end = strchr(text, '-');
	if (!end)
		return read_number(text, &wanted->port);
	*end = '\0';
	if (read_number(text, &wanted->port) < 0 || read_number(end + 1, &last) < 0)
		return -1;
	*end = '-';
	if (last < wanted->port)
		return fail("Invalid range specified for the Port: %s", text);
	wanted->port = 0;
	return 0;
}

static int port_main(int argc, char **argv)
{
	autorow struct row row = { 0 };
	struct wanted wanted = { 0 };
	char id[ID_LENGTH + 1];
	bool one = argc > 1 && *argv[1];

	fail_phase("Error: ", "");
	if (names_find(argv[0], id) < 0 || row_load(&row, id))
		return EXIT_FAILURE;
	fail_phase("", "");
	if (one && read_port(&wanted, argv[1]) < 0)
		return EXIT_FAILURE;
	fail_phase("Error: ", "");
	if (row_is_running(&row)
	    && port_list_each(&row.container, &row.status, PORTS_BY_PROTOCOL, one ? print_wanted : print_binding,
			      &wanted) < 0)
		return EXIT_FAILURE;
	if (one && !wanted.found) {
		fail("No public port '%s/%s' published for %s", wanted.text, wanted.proto, argv[0]);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

const struct applet port_applet = {
	.name     = "port",
	.summary  = "List port mappings or a specific mapping for the container",
	.operands = "CONTAINER [PRIVATE_PORT[/PROTO]]",
	.least    = 1,
	.most     = 2,
	.main     = port_main,
};
