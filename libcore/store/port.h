/* Ports: what -p and --expose say, and how a record writes it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"

struct port_range {
	bool udp;
	uint16_t first, last;
};

struct publication {
	struct port_range port;              /* of the container */
	uint16_t host_first, host_last;      /* 0: any free one */
	uint32_t address;                    /* of the host, network byte order; 0: every one */
	bool address_given;
};

const char *port_protocol(bool udp);     /* "tcp" or "udp" */

/* Parse what -p takes: [[ip:][host[-end]]:]port[-end][/proto]. -1 said, in Docker's words. */
int port_parse_publication(const char *text, struct publication *publication);

/* Parse what --expose takes: port[-end][/proto]. -1 said, in Docker's words. */
int port_parse_exposure(const char *text, struct port_range *range);

/* Read and add the lines expose=, publish= (container_record.h) and port= (status.h). Reading is
 * silent: -1 is a damaged record. */
int port_read_range(const char *value, struct port_range *range);
int port_read_publication(const char *value, struct publication *publication);
int port_add_publication(struct record *record, const char *key, const struct publication *publication);

/* Add ports to the expose= lines of a record: merged where they overlap, sorted by number, tcp
 * before udp. */
int port_expose(struct record *record, const struct port_range *range);
