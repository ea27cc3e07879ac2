/* Text: numbers, identifiers and splitting, strictly. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

/* `text` as a decimal number of digits only, at most `most`; -1 (nothing set) if it is not one. */
int text_number(const char *text, unsigned long most, unsigned long *number);

/* An IPv4 address in dotted form, in network byte order; -1 if it is not one. */
int text_address(const char *text, uint32_t *address);

/* The address as text, in one of four buffers that are used in turn. */
const char *text_of_address(uint32_t address);

/* True if `text` starts with `start`; text_after gives what follows it, NULL if it doesn't. */
bool text_starts(const char *text, const char *start);
const char *text_after(const char *text, const char *start);

/* True if `text` ends with `end` and is longer. */
bool text_ends(const char *text, const char *end);

/* True if every byte of `text` is in [A-Za-z0-9] or in `also`, and the first is in [A-Za-z0-9]. */
bool text_is_word(const char *text, const char *also);

/* True if it may be the path of a cgroup below the top one: nothing leads up, and there is room for more. */
bool text_is_cgroup(const char *text);

/* Cut the next part of `*rest` off at `separator`: "a:b" gives "a", then "b", then NULL. Writes
 * into the text. */
char *text_cut(char **rest, char separator);

/* "1", "t", "true", "TRUE"… and their opposites, as Go reads a truth value; -1 if it is none. */
int text_bool(const char *text, bool *value);

/* A MAC address of six bytes, "02:42:ac:11:00:02", "02-42-…" or "0242.ac11.0002"; -1 if it is none. */
int text_mac(const char *text, unsigned char mac[MAC_LENGTH]);

/* A size as Docker reads it, in bytes: "64m", "1.5 GiB", "100"; -1 if it is none. */
int text_size(const char *text, unsigned long long *bytes);

/* Make an absolute path plain, in place: no "." and "..", no double slash, none at the end. */
void text_clean_path(char *path);

/* `length` bytes as lower-case hexadecimal digits, NUL at the end. */
void text_hex(char *digits, const void *bytes, size_t length);
