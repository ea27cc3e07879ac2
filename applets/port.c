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

/* "80" or "80/udp", with Go's words for what is neither. */
static int read_port(struct wanted *wanted, char *text)
{
	const char *number = text_cut(&text, '/');

	wanted->proto = text ? text : "tcp";
	if (text_number(number, 65535, &wanted->port) == 0)
		return 0;
	fail_phase("", "");
	return fail("strconv.ParseUint: parsing \"%s\": %s", number,
	            *number && !number[strspn(number, "0123456789")] ? "value out of range" : "invalid syntax");
}

static int port_main(int argc, char **argv)
{
	autorow struct row row = { 0 };
	struct wanted wanted = { 0 };
	char id[ID_LENGTH + 1];
	int (*each)(const struct port_shown *, void *) = argc > 1 ? print_wanted : print_binding;

	fail_phase("Error: ", "");
	if (argc > 1 && read_port(&wanted, argv[1]) < 0)
		return EXIT_FAILURE;
	if (names_find(argv[0], id) < 0 || row_load(&row, id))
		return EXIT_FAILURE;
	if (row_is_running(&row)
	    && port_list_each(&row.container, &row.status, PORTS_BY_PROTOCOL, each, &wanted) < 0)
		return EXIT_FAILURE;
	if (argc > 1 && !wanted.found) {
		fail("No public port '%lu/%s' published for %s", wanted.port, wanted.proto, argv[0]);
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
