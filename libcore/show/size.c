/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "show/size.h"

static const char *write_size(double size, double base, int digits, const char *const *units, char *text)
{
	while (size >= base && units[1]) {
		size /= base;
		units++;
	}
	snprintf(text, SIZE_LENGTH, "%.*g%s", digits, size, *units);
	return text;
}

static const char *const decimal[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB", NULL };

const char *size_of(unsigned long long bytes, char text[SIZE_LENGTH])
{
	return write_size((double)bytes, 1000, 3, decimal, text);
}

const char *size_of_precisely(unsigned long long bytes, char text[SIZE_LENGTH])
{
	return write_size((double)bytes, 1000, 4, decimal, text);
}

const char *size_of_memory(unsigned long long bytes, char text[SIZE_LENGTH])
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", NULL };

	return write_size((double)bytes, 1024, 4, units, text);
}
