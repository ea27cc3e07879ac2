/* A pidfd: a process that can't be mistaken for another one, however pids are used again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/* All silent: -1 and errno (ESRCH: it is gone). Readable (poll) once the process has ended. */

/* Of the process with this pid; close-on-exec. */
int pidfd_take(pid_t pid);

int pidfd_signal(int pidfd, int signal);

/* Its pid, as those count whose /proc is mounted here; -1, of who has been reaped too. */
pid_t pidfd_pid(int pidfd);

/* Until it has ended, and as long as nobody has reaped it, its pid is its own. */
bool pidfd_has_ended(int pidfd);

/* It ends or has ended. The init of a pid namespace has not ended before all others of it have. */
bool pidfd_is_ending(int pidfd);
