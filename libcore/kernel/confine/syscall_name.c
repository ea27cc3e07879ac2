/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/confine/syscall_name.h"
#include "kernel/confine/syscalls.h"

/* One after the other, sorted; a table of pointers would be as large again as they are. */
static const struct names {
#define CALL(name, ...) char name_##name[sizeof #name];
#include "kernel/confine/syscalls.tbl"
#undef CALL
} names = {
#define CALL(name, ...) #name,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};

static const uint16_t places[SYSCALLS] = {
#define CALL(name, ...) offsetof(struct names, name_##name),
#include "kernel/confine/syscalls.tbl"
#undef CALL
};

static int compare(const void *name, const void *place)
{
	return strcmp(name, (const char *)&names + *(const uint16_t *)place);
}

int syscall_find(const char *name)
{
	const uint16_t *place = bsearch(name, places, SYSCALLS, sizeof *places, compare);

	return place ? (int)(place - places) : -1;
}
