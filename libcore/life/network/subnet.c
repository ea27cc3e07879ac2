/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>

#include "base/fail.h"
#include "kernel/network/nat_table.h"
#include "kernel/network/route.h"
#include "life/network/subnet.h"

enum {
	FIRST = 17,
	LAST = 31,
	DEFAULT_PREFIX = 8,   /* a shorter prefix is a way out, not a network of the host */
};

struct survey {
	bool used[LAST + 1];
	int own;   /* the one that has our route; 0: none */
};

/* The subnet 172.N.0.0, in the machine's byte order. */
static uint32_t numbered(int number)
{
	return 172U << 24 | (uint32_t)number << 16;
}

static int look_at(const struct route *route, void *context)
{
	struct survey *survey = context;
	uint32_t destination = be32toh(route->destination);
	int prefix = route->prefix < NAT_SUBNET_PREFIX ? route->prefix : NAT_SUBNET_PREFIX;

	if (route->prefix < DEFAULT_PREFIX)
		return 0;
	for (int number = FIRST; number <= LAST; number++) {
		if ((destination ^ numbered(number)) >> (32 - prefix))
			continue;
		survey->used[number] = true;
		if (route->type == RTN_UNREACHABLE && route->protocol == RTPROT_KERNEL
		    && route->prefix == NAT_SUBNET_PREFIX)
			survey->own = number;
	}
	return 0;
}

int subnet_choose(uint32_t *subnet)
{
	struct survey survey = { 0 };
	int number = FIRST;

	if (route_each(look_at, &survey) < 0)
		return -1;
	while (number <= LAST && survey.used[number])
		number++;
	if (survey.own)
		number = survey.own;
	if (number > LAST)
		return fail("find a subnet for containers: all of 172.17.0.0/16 to 172.31.0.0/16 "
			"is routed already");
	*subnet = htobe32(numbered(number));
	return 0;
}

uint32_t subnet_gateway(uint32_t subnet)
{
	return subnet | htobe32(1);
}
