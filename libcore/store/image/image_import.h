/* Importing: an image of one layer, made of a root file system that somebody has. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"
#include "base/record.h"
#include "store/watch.h"

struct image_import {
	const char *source;             /* a file, a directory, "-" for standard input */
	bool in_place;                  /* use the directory, squashfs or erofs where it is */
	const char *reference;          /* stored form (reference.h); NULL for none */
	const char *name;               /* the reference as it was typed */
	const char *comment;            /* NULL for Docker's own */
	const struct record *changes;   /* "change" lines: instructions (image_change.h) */
	const char *max_size;           /* as in allowance.h */
	const struct watch *watch;      /* is told how much of the source is read */
};

/* -1 said. */
int image_import(const struct image_import *import, char id[ID_LENGTH + 1]);
