/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "show/template/go_value.h"
#include "show/view/view_time.h"

void view_add_time(struct cJSON *object, const char *name, const char *time)
{
	char text[64], *fraction;
	long long seconds = time ? strtoll(time, &fraction, 10) : 0;
	time_t moment = (time_t)seconds;
	struct tm parts;
	size_t length;

	if (!time || !*time) {
		go_text(object, name, "0001-01-01T00:00:00Z");
		return;
	}
	if (*fraction && *fraction != '.') {
		go_text(object, name, time);
		return;
	}
	if (!gmtime_r(&moment, &parts)) {
		go_text(object, name, time);
		return;
	}
	length = strftime(text, sizeof text - 16, "%Y-%m-%dT%H:%M:%S", &parts);
	if (*fraction)
		length += (size_t)snprintf(text + length, 11, "%.10s", fraction);
	while (*fraction && text[length - 1] == '0')
		length--;
	length -= text[length - 1] == '.';
	strcpy(text + length, "Z");
	go_text(object, name, text);
}
