/* One element of the firewall table: a line of nat.h, understood. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernel/network/nat_table.h"

enum { NAT_ELEMENT_SIZE = 192 };   /* more bytes than its message takes */

struct nat_element {
	const struct nat_kind *kind;
	struct nft_value key;
	struct nft_value last;      /* the key's other end; empty without interval */
	struct nft_value data;      /* empty in a set */
	uint32_t address[2];        /* of the key */
	uint8_t protocol;           /* 0: any */
	uint16_t first_port, last_port;
	uint32_t target;            /* of the data */
	uint16_t target_port;       /* 0: the port is kept */
};

/* 1 if the line is an element, 0 if its key is none of the collections; -1 and errno EINVAL. */
int nat_element_parse(struct nat_element *element, const char *line);
