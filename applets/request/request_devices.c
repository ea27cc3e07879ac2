/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/cgroup/device_path.h"
#include "kernel/cgroup/device_rules.h"
#include "request/request.h"
#include "request/request_devices.h"

/* "/dev/ttyUSB0:/dev/modem:rw", in a text of its own. */
struct wish {
	char *text;
	const char *host, *place, *access;
};

static bool is_access(const char *text)
{
	return *text && !text[strspn(text, "rwm")] && strlen(text) <= 3 && (!text[1] || text[1] != text[0])
	       && (strlen(text) < 3 || (text[2] != text[1] && text[2] != text[0]));
}

static void wish_free(struct wish *wish)
{
	free(wish->text);
}

static int read_wish(struct wish *wish, const char *typed)
{
	const char *bad = "bad format for path: %s";
	char *rest, *second, *third;

	*wish = (struct wish){ .text = strdup(typed), .access = "rwm" };
	if (!wish->text)
		return fail("take --device %s: %m", typed);
	rest = wish->text;
	wish->host = text_cut(&rest, ':');
	second = text_cut(&rest, ':');
	third = text_cut(&rest, ':');
	if (rest || !wish->host || !*wish->host)
		return fail(bad, typed);
	wish->place = wish->host;
	if (third && !is_access(third))
		return fail("bad mode specified: %s", third);
	if (second && !third && is_access(second))
		third = second;
	else if (second)
		wish->place = second;
	if (third)
		wish->access = third;
	return *wish->place == '/' ? 0 : fail("%s is not an absolute path", wish->place);
}

int request_devices_check_words(void)
{
	struct device_rule rule;

	for (const char *text = NULL; (text = record_next(&request.lists, "device-cgroup-rule", text));)
		if (device_rules_read(&rule, text) < 0)
			return fail("invalid argument \"%s\" for \"--device-cgroup-rule\" flag: invalid device cgroup "
				    "format '%s'", text, text);
	return 0;
}

static int each_wish(struct record *container)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "device", text));) {
		__attribute__((cleanup(wish_free))) struct wish wish;

		if (read_wish(&wish, text) < 0)
			return -1;
		if (!wish.host || !wish.place || strlen(wish.host) >= DEVICE_PATH || strlen(wish.place) >= DEVICE_PATH
		    || strpbrk(text, "\t\n"))
			return fail("bad format for path: %s", text);
		if (container && record_addf(container, "device", "%s\t%s\t%s", wish.host, wish.place, wish.access) < 0)
			return fail("take --device %s: %m", text);
	}
	return 0;
}

int request_devices_check(void)
{
	return each_wish(NULL);
}

int request_devices_add(struct record *container)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "device-cgroup-rule", text));)
		if (record_add(container, "device_cgroup_rule", text) < 0)
			return fail("take --device-cgroup-rule %s: %m", text);
	return each_wish(container);
}
