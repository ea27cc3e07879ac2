/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "show/age.h"

static const char *count(char text[AGE_LENGTH], long long number, const char *unit)
{
	snprintf(text, AGE_LENGTH, "%lld %s", number, unit);
	return text;
}

const char *age_of(long long seconds, char text[AGE_LENGTH])
{
	long long minutes = seconds / 60;
	long long hours = (seconds + 1800) / 3600;

	if (seconds < 1)
		return "Less than a second";
	if (seconds == 1)
		return "1 second";
	if (seconds < 60)
		return count(text, seconds, "seconds");
	if (minutes == 1)
		return "About a minute";
	if (minutes < 60)
		return count(text, minutes, "minutes");
	if (hours == 1)
		return "About an hour";
	if (hours < 48)
		return count(text, hours, "hours");
	if (hours < 24 * 7 * 2)
		return count(text, hours / 24, "days");
	if (hours < 24 * 30 * 2)
		return count(text, hours / 24 / 7, "weeks");
	if (hours < 24 * 365 * 2)
		return count(text, hours / 24 / 30, "months");
	return count(text, seconds / 3600 / 24 / 365, "years");
}

long long age_since(const char *time_then)
{
	struct timespec now;
	char *fraction;
	long long seconds, nanoseconds;

	if (!time_then || !*time_then)
		return 0;
	clock_gettime(CLOCK_REALTIME, &now);
	seconds = strtoll(time_then, &fraction, 10);
	nanoseconds = *fraction == '.' ? strtoll(fraction + 1, NULL, 10) : 0;
	return now.tv_sec - seconds - (now.tv_nsec < nanoseconds);
}

int age_compare(const char *one, const char *other)
{
	long long first = strtoll(one, NULL, 10), second = strtoll(other, NULL, 10);

	if (first != second)
		return first < second ? -1 : 1;
	return strcmp(one + strcspn(one, "."), other + strcspn(other, "."));
}

const char *age_date(long long seconds, char text[AGE_DATE_LENGTH])
{
	time_t then = (time_t)seconds;
	struct tm parts;

	localtime_r(&then, &parts);
	strftime(text, AGE_DATE_LENGTH, "%Y-%m-%d %H:%M:%S %z %Z", &parts);
	return text;
}
