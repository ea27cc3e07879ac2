/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/auto.h"
#include "life/boot/boot_order.h"

enum { WAITS, ON, WELL, BADLY };

int boot_order_begin(struct boot_order *order, int count, int pairs)
{
	*order = (struct boot_order){ .count = count };
	order->states = calloc((size_t)count + 1, sizeof *order->states);
	order->pairs_of = calloc((size_t)count + 1, sizeof *order->pairs_of);
	order->pair = calloc((size_t)pairs + 1, sizeof *order->pair);
	if (!order->states || !order->pairs_of || !order->pair) {
		boot_order_end(order);
		return -1;
	}
	for (int i = 0; i < count; i++)
		order->pairs_of[i] = -1;
	return 0;
}

void boot_order_end(struct boot_order *order)
{
	auto_free(&order->states);
	auto_free(&order->pairs_of);
	auto_free(&order->pair);
	*order = (struct boot_order){ 0 };
}

void boot_order_bind(struct boot_order *order, int later, int earlier)
{
	order->pair[order->pairs] = (struct boot_pair){ earlier, order->pairs_of[later] };
	order->pairs_of[later] = order->pairs++;
}

/* One of those before it that is in one of the states from `first` to `last`; -1: none. */
static int find_earlier(const struct boot_order *order, int one, int first, int last)
{
	for (int i = order->pairs_of[one]; i >= 0; i = order->pair[i].next) {
		int earlier = order->pair[i].earlier;

		if (order->states[earlier] >= first && order->states[earlier] <= last)
			return earlier;
	}
	return -1;
}

int boot_order_next(struct boot_order *order)
{
	for (int i = 0; i < order->count; i++)
		if (order->states[i] == WAITS && find_earlier(order, i, WAITS, ON) < 0
		    && find_earlier(order, i, BADLY, BADLY) < 0) {
			order->states[i] = ON;
			return i;
		}
	return -1;
}

void boot_order_take(struct boot_order *order, int one)
{
	order->states[one] = ON;
}

bool boot_order_is_on(const struct boot_order *order, int one)
{
	return order->states[one] == ON;
}

bool boot_order_is_well(const struct boot_order *order, int one)
{
	return order->states[one] == WELL;
}

void boot_order_settle(struct boot_order *order, int one, bool well)
{
	order->states[one] = well ? WELL : BADLY;
}

int boot_order_lost(const struct boot_order *order, int *cause)
{
	for (int i = 0; i < order->count; i++) {
		*cause = order->states[i] == WAITS ? find_earlier(order, i, BADLY, BADLY) : -1;
		if (*cause >= 0)
			return i;
	}
	return -1;
}

int boot_order_cause(const struct boot_order *order, int one)
{
	return find_earlier(order, one, WAITS, WAITS);
}

int boot_order_circle(const struct boot_order *order)
{
	int one = 0;

	while (one < order->count && order->states[one] != WAITS)
		one++;
	if (one == order->count)
		return -1;
	/* Everybody who waits is kept by another who does: so many steps end in a circle. */
	for (int i = 0; i < order->count; i++)
		one = boot_order_cause(order, one);
	return one;
}
