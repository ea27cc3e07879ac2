/* The order of a boot: chains, diamonds, circles, and what comes of failures.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "life/boot/boot_order.h"

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - boot order: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

/* Pairs as digits, "10 21": 1 after 0, 2 after 1. */
static void begin(struct boot_order *order, int count, const char *pairs)
{
	boot_order_begin(order, count, (int)strlen(pairs));
	for (; *pairs; pairs += pairs[2] ? 3 : 2)
		boot_order_bind(order, pairs[0] - '0', pairs[1] - '0');
}

/* Give all that can be given, one after the other; those in `bad` end badly: "012", and in brackets who
 * is lost with the cause. */
static const char *play(struct boot_order *order, const char *bad)
{
	static char text[128];
	int one, cause;

	*text = '\0';
	for (;;) {
		char *end = text + strlen(text);

		if ((one = boot_order_next(order)) >= 0) {
			sprintf(end, "%d", one);
			boot_order_settle(order, one, !strchr(bad, '0' + one));
		} else if ((one = boot_order_lost(order, &cause)) >= 0) {
			sprintf(end, "(%d %d)", one, cause);
			boot_order_settle(order, one, false);
		} else {
			return text;
		}
	}
}

static bool plays(int count, const char *pairs, const char *bad, const char *expected)
{
	struct boot_order order;
	const char *played;
	bool good;

	begin(&order, count, pairs);
	played = play(&order, bad);
	good = strcmp(played, expected) == 0 && boot_order_circle(&order) < 0;
	if (!good)
		printf("# %s: %s instead of %s\n", pairs, played, expected);
	boot_order_end(&order);
	return good;
}

/* What can be given is, and then there is this circle: who leads to whom, from any of them. */
static bool circles(int count, const char *pairs, const char *before, const char *circle)
{
	struct boot_order order;
	char seen[32] = "", twice[64];
	int first, one;
	bool good;

	begin(&order, count, pairs);
	good = strcmp(play(&order, ""), before) == 0;
	first = one = boot_order_circle(&order);
	do {
		sprintf(seen + strlen(seen), "%d", one);
		one = one < 0 ? one : boot_order_cause(&order, one);
	} while (one != first && strlen(seen) < sizeof seen - 3);
	snprintf(twice, sizeof twice, "%s%s", seen, seen);   /* whoever was the first */
	good = good && strstr(twice, circle) && strlen(seen) == strlen(circle);
	if (!good)
		printf("# %s: %s\n", pairs, seen);
	boot_order_end(&order);
	return good;
}

static bool two_at_a_time(void)
{
	struct boot_order order;
	bool good;

	begin(&order, 4, "20 31");
	good = boot_order_next(&order) == 0 && boot_order_next(&order) == 1 && boot_order_next(&order) == -1
	       && boot_order_is_on(&order, 0) && !boot_order_is_on(&order, 2);
	boot_order_settle(&order, 1, true);
	good = good && boot_order_next(&order) == 3 && boot_order_next(&order) == -1;
	boot_order_settle(&order, 0, true);
	good = good && !boot_order_is_on(&order, 0) && boot_order_next(&order) == 2;
	boot_order_end(&order);
	return good;
}

static bool one_that_runs_already(void)
{
	struct boot_order order;
	bool good;

	begin(&order, 2, "10 01");
	boot_order_settle(&order, 1, true);
	good = boot_order_next(&order) == 0;
	boot_order_settle(&order, 0, true);
	good = good && boot_order_next(&order) == -1 && boot_order_circle(&order) == -1;
	boot_order_end(&order);
	return good;
}

int main(void)
{
	ok(plays(0, "", "", "") && plays(3, "", "", "012"), "nobody, and nobody bound");
	ok(plays(4, "01 12 23", "", "3210") && plays(4, "10 21 32", "", "0123"), "a chain, whatever the order on disk");
	ok(plays(4, "01 02 13 23", "", "3120") && plays(3, "01 01 02 02", "", "120"), "a diamond, and pairs that repeat");
	ok(two_at_a_time(), "side by side where nobody is bound");
	ok(plays(5, "01 12", "2", "234(1 2)(0 1)"), "who comes after a failure is lost, with its cause; the others are not");
	ok(plays(3, "01 02", "1", "12(0 1)"), "one failure of two is enough");
	ok(circles(2, "01 10", "", "01") && circles(1, "00", "", "0"), "a circle of two, and of one");
	ok(circles(6, "12 23 31 01 45", "54", "123"), "a circle of three, with one who hangs on it, and others");
	ok(one_that_runs_already(), "one that has ended well before its turn opens a circle");
	printf("1..%d\n", number);
	return failed != 0;
}
