/* The subnet of all containers: the first /16 from 172.17 to 172.31 that the host doesn't use. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

enum {
	SUBNET_TABLE = 172,         /* the routing table with the routes to containers */
	SUBNET_PREFERENCE = 100,    /* of the first of the two rules that lead there */
};

/* Choose one, in network byte order: the one that linkbox has in this network namespace already, or
 * a free one. -1 said. */
int subnet_choose(uint32_t *subnet);

/* The address that the host has in it. */
uint32_t subnet_gateway(uint32_t subnet);
