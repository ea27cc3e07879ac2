/* Rotation: a file in RAM that stays small. When it is full it becomes NAME.1, what was that NAME.2, and
 * so on to a last one, and a new file begins. Readers follow it by inode numbers, without a lock. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

enum { ROTATION_MOST = 100 };     /* files of one name */

/* For the one writer: make room for a new `name` below `directory`, of `count` files (1: it is dropped). */
void rotation_turn(int directory, const char *name, int count);

/* A reader. Start with the first three set, and close it with rotation_close. */
struct rotation {
	int directory;            /* borrowed */
	const char *name;
	int count;
	int files[ROTATION_MOST]; /* the newest first, as they were at one moment; -1: there is none */
	off_t ends[ROTATION_MOST];/* how long they were then */
	int current;              /* the newest that was read; -1: none yet */
	off_t at;                 /* up to here */
};

/* All files of one moment. */
void rotation_open(struct rotation *rotation);
void rotation_close(struct rotation *rotation);

/* From the oldest to where the newest ended when they were opened: `take` gets what a file has from `*at` to
 * `end`, and moves `*at` behind what it took, whole lines or frames. What it returned, if not 0. */
int rotation_read(struct rotation *rotation, int (*take)(int file, off_t *at, off_t end, void *context),
		  void *context);

/* Pass over all of it. */
void rotation_skip(struct rotation *rotation);

/* Then: on to what is the end now, over the files that have come since. */
int rotation_read_on(struct rotation *rotation, int (*take)(int file, off_t *at, off_t end, void *context),
		     void *context);
