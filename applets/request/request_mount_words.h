/* The words of --mount: "type=bind,source=/data,target=/srv,readonly". */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* What one --mount, or one -v, asks for. */
struct mount_wish {
	char *text;                       /* in which the words stand */
	const char *type, *source, *target, *consistency, *propagation, *driver;   /* "" if not given */
	bool read_only, alone, no_copy;
	bool of_bind, of_volume, of_tmpfs;   /* options of that type were given */
	unsigned long long size;          /* of a tmpfs; 0: not given */
	unsigned long mode;
	struct record labels;             /* "label": K=V */
};
void mount_wish_free(struct mount_wish *wish);
#define autowish __attribute__((cleanup(mount_wish_free)))

/* Read what was typed into `wish`, which is {0}. -1 said, as Docker's flag library has it. */
int mount_wish_read(struct mount_wish *wish, const char *typed);
