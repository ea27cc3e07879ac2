/* Notes of image archives that have been loaded: what they gave, so that they aren't unpacked again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* On disk: archives/<digest of the path>. Keys:
 *   path=<absolute>
 *   mark=<text>              by which its contents are known: archive_note_mark
 *   sha256=<64 hex>          of the archive, if that was looked at
 *   id=<64 hex>, tag=<reference>    each image it gave, with its tags behind it (lists)
 * A note that is lost costs a load; so none is waited for until it is on the disk. */

/* What is noted of the archive at this path; empty if nothing is. */
void archive_note_load(struct record *note, const char *path);

/* Silent where it can't be written. Drops the notes of archives that aren't there any more. */
void archive_note_save(struct record *note, const char *path);

/* Write the mark of the archive that is open, without reading its layers, to `note`; for a plain one
 * that is what it gives, which is added, too. A compressed one is known by its size, time and the sum
 * at its end. -1 said. */
int archive_note_mark(struct record *note, int fd, const char *what);

/* True if every image is there: its tags lead to some image, one without tags is in the store. `just`:
 * they lead to the very one that is noted. */
bool archive_note_is_loaded(const struct record *note, bool just);
