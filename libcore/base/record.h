/* A record: what one file of the store says, as key=value lines. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Every record says in its file, as format=, how it is to be read. The number grows when a linkbox that
 * doesn't know of a change would do wrong; keys that it needn't know are none. In memory it isn't there. */
enum { RECORD_FORMAT = 1 };

/* In memory a record is one buffer of "key=value" strings, each ended by NUL. A key may repeat:
 * it is a list then, in order. Start with {0}; the buffer is the record's. */
struct record {
	char *text;
	size_t length;
	size_t room;
};

void record_free(struct record *record);
#define autorecord __attribute__((cleanup(record_free)))

/* Read file `name` below directory `dir`, replacing what `record` held. -1 and errno: as open(2),
 * EFBIG past RECORD_SIZE, EBADMSG if a line has no '=' or holds a bad escape, ENOTSUP if it has a
 * newer format. Prints nothing. */
int record_load(struct record *record, int dir, const char *name);

/* What errno says after record_load. */
const char *record_trouble(void);

/* Write the record to `name` below `dir` under a temporary name and rename it into place; with
 * `durable` it is on the disk when this returns. -1 and errno. */
int record_save(const struct record *record, int dir, const char *name, bool durable);

/* The first value of `key`, NULL if there is none. Points into the record: gone with the next add. */
const char *record_get(const struct record *record, const char *key);

/* The value of `key` after `previous` (a value this returned, NULL to begin), NULL at the end. */
const char *record_next(const struct record *record, const char *key, const char *previous);

/* True if `key` has `value` among its values. */
bool record_has(const struct record *record, const char *key, const char *value);

/* The value of `key` as a decimal number, `otherwise` if absent or no number. */
long long record_number(const struct record *record, const char *key, long long otherwise);

/* Append one line; -1 and errno ENOMEM, or EINVAL for a key with '=' or a newline. */
int record_add(struct record *record, const char *key, const char *value);
int record_addf(struct record *record, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Take every line of `key` away. `key` NULL: all lines. */
void record_drop(struct record *record, const char *key);

/* Take the old lines of `key` away and append this one. */
int record_set(struct record *record, const char *key, const char *value);

/* Append every line of `other` whose key is `key` (NULL: all lines). */
int record_copy(struct record *record, const struct record *other, const char *key);

/* The "key=value" line after `line` (NULL to begin), NULL at the end: for going through all. */
const char *record_line(const struct record *record, const char *line);
