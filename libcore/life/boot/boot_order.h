/* The order of a boot: who goes after whom. It knows numbers from 0 on, and no containers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct boot_order {
	int count;                /* of those to put in order */
	unsigned char *states;    /* of each */
	int *pairs_of;            /* of each the first of its pairs, -1 */
	int pairs;
	struct boot_pair { int earlier, next; } *pair;
};

/* For `count`, and at most `pairs` of them that are bound. -1 and errno. */
int boot_order_begin(struct boot_order *order, int count, int pairs);
void boot_order_end(struct boot_order *order);

/* `later` goes after `earlier` has ended well. */
void boot_order_bind(struct boot_order *order, int later, int earlier);

/* One whose turn it is, with nobody before it that hasn't ended well; it is given once. -1: none now. */
int boot_order_next(struct boot_order *order);

/* Give one out of turn. */
void boot_order_take(struct boot_order *order, int one);

/* Its turn has come and it has not ended yet. */
bool boot_order_is_on(const struct boot_order *order, int one);

/* It ended, well or not; it may do so before its turn. */
void boot_order_settle(struct boot_order *order, int one, bool well);
bool boot_order_is_well(const struct boot_order *order, int one);

/* One whose turn will never come as somebody before it, `*cause`, ended badly. -1: none now. */
int boot_order_lost(const struct boot_order *order, int *cause);

/* When there is neither a next nor a lost one, nor one that is on: one of a circle, -1: all have
 * ended. boot_order_cause leads from each of a circle to the next. */
int boot_order_circle(const struct boot_order *order);
int boot_order_cause(const struct boot_order *order, int one);
