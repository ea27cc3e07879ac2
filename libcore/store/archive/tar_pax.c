/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store/archive/tar_pax.h"

/* A value is followed by a newline, which becomes the zero byte behind it; a key by "=". */
int tar_pax_next(struct tar_pax *pax, struct tar_record *record)
{
	size_t left = pax->length - pax->at, length;
	char *start, *key, *end, *value;

	if (!left)
		return 0;   /* perhaps there was never any text */
	start = pax->text + pax->at;
	length = strtoul(start, &key, 10);
	if (*start < '1' || *start > '9' || *key != ' ' || length > left || start + length <= key + 1)
		return -1;
	key++;
	end = start + length - 1;
	value = key + strcspn(key, "=");   /* or the zero byte that has taken its place before */
	if (value == key || value >= end || (*end != '\n' && *end))
		return -1;
	*value++ = '\0';
	*end = '\0';
	*record = (struct tar_record){ key, value, (size_t)(end - value) };
	pax->at += length;
	return 1;
}

bool tar_pax_number(const struct tar_record *record, long long *number)
{
	char *end;

	errno = 0;
	*number = strtoll(record->value, &end, 10);
	return record->length && end == record->value + record->length && !errno;
}

bool tar_pax_time(const struct tar_record *record, struct timespec *time)
{
	char *rest;
	long nanoseconds = 0, unit = 100000000;

	errno = 0;
	time->tv_sec = strtoll(record->value, &rest, 10);
	if (rest == record->value || errno)
		return false;
	if (*rest == '.')
		for (rest++; *rest >= '0' && *rest <= '9'; rest++, unit /= 10)
			nanoseconds += unit * (*rest - '0');
	if (*record->value == '-' && nanoseconds) {
		time->tv_sec--;
		nanoseconds = 1000000000 - nanoseconds;
	}
	time->tv_nsec = nanoseconds;
	return rest == record->value + record->length;
}
