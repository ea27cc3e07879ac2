/* Ranges: which container has which 65,536 ids of the host, for --userns=auto. An index in RAM. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"

/* Those that are given out, of userns-ids in linkbox.conf: by default what lies between the ranges of
 * systemd-nspawn and systemd's foreign ids, above all that /etc/subuid, sssd and winbind give out, and below
 * 2^31. */
enum { RANGES_FIRST = 0x78000000, RANGES_LAST = 0x7ffdffff };

/* "FIRST-LAST", which hold a range at least, from a multiple of 65536 on, to which `*first` is rounded up: 0; -1 silent. */
int ranges_read(const char *text, uint32_t *first, uint32_t *last);

/* Take the next free one for this container, under the claims lock: its first id. 0 said. */
uint32_t ranges_claim(const char *container);

/* Write the index: the container of this record has the range of its first_id=, if any. -1 said. */
int ranges_set(const struct record *container);

/* Let that go, if it has it. Absent is success. */
int ranges_release(const struct record *container);

/* Let all go whose containers are gone: `is_gone` knows. -1 said. */
int ranges_sweep(bool (*is_gone)(const char *container));
