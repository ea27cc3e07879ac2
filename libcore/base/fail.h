/* The one sink of failures: each is said once, where it is known, with the kernel's reason. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Say one line on standard error and return -1. errno is kept. `%m` is the kernel's reason. */
int fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The kernel's reason for errno as Go writes it, where Docker has words: "no such file or directory". */
const char *fail_reason(void);

/* The text of the last failure, "" before the first: for those who pass it on (monitor, child). */
const char *fail_text(void);

/* From now on only remember failures, or say them again: for processes whose standard error is
 * not the user's, and for asking whether something exists. Returns what was in force. */
bool fail_silently(bool silent);

/* Have failures told to `tell` from now on, and not written (NULL: written again). Silence is kept. */
void fail_tell(void (*tell)(const char *text));

/* Called as docker: failures start with Docker's words for the phase instead of "linkbox: ". */
void fail_like_docker(void);
bool fail_is_like_docker(void);

/* The phase a command is in: what Docker puts before ("docker: ", "Error: ") and after (".\nSee
 * 'docker run --help'.") its messages. No effect unless called as docker. Strings are borrowed. */
void fail_phase(const char *prefix, const char *suffix);
