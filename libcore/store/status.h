/* The status of a container: what its monitor says of it, in RAM. Only the holder of the lock
 * writes it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Keys of running/<id>/status:
 *   state=created|running|paused|restarting|exited   pid=<host pid of the first process>
 *   started=<seconds>.<9 digits>  finished=<same>  started_uptime= finished_uptime=<seconds of the machine>  exit=<0..255>  error=<text>  oom=yes
 *   address=<while it runs>  leaving=yes (its wiring is out)  mac=  restarts=<n>
 *   health=starting|healthy|unhealthy                  what the monitor found last
 *   by_hand=yes (the user has ended it)  ran_before=yes (it was exited when it was started)
 *   port=proto ip host_first host_last first last     what is published right now (list)
 *   cgroup=<controllers> <directory>                   kernel/cgroup/cgroup.h; what could not be made isn't there (list)
 *   port_before=<same>                                 what was, while it ran
 * After a boot there is no status; a container that was started before reads as exited, 255. */

/* Load it; a container that never ran gets state=created. If the status says running but nobody
 * holds the lock (the monitor was killed), it reads as exited, 137. -1 said. */
int status_load(struct record *status, const struct record *container);

/* Save it in place of the old one. -1 said. */
int status_save(const struct record *status, const char *id);

/* Set `key` to the time of day. */
int status_stamp(struct record *status, const char *key);

/* The same for started or finished, of which the age is asked; how old it is in seconds, whatever was done
 * to the clock since, 0 if there is none. */
int status_note(struct record *status, const char *key);
long long status_age(const struct record *status, const char *key);

/* running/<id>, made if absent. */
int status_open_directory(const char *id);

/* running/<id> where it exists; -1, silent. */
int status_find_directory(const char *id);

/* "starting", "healthy" or "unhealthy", which is what one that doesn't run is; NULL: it has no
 * healthcheck, or was not started yet. */
const char *status_health(const struct record *status);

/* Take the lock of the container: a descriptor to keep, shared by those who inherit it. -1 silent,
 * errno EAGAIN if somebody has it. */
int status_lock(const char *id);

/* The same for who looks at the files of a container that isn't up: status_lock waits for the end of that,
 * and does not take it for one that runs. Both descriptors are to be kept. -1 silent, errno EAGAIN. */
int status_lock_visit(const char *id, int locks[2]);

/* True while somebody holds the lock. Takes nothing. */
bool status_is_locked(const char *id);

/* The same, and true where that can't be found out: for those who would take away what belongs to it. */
bool status_may_be_locked(const char *id);

/* True if it says that the container runs, or that its network couldn't be taken away, while nobody holds
 * the lock: its monitor was killed (life/remains.h). */
bool status_has_remains(const char *id);

/* Forget running/<id>. Absent is success. */
int status_delete(const char *id);
