/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "store/container_record.h"
#include "store/lock.h"
#include "store/status.h"
#include "store/store.h"

int status_stamp(struct record *status, const char *key)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	record_drop(status, key);
	return record_addf(status, key, "%lld.%09ld", (long long)now.tv_sec, now.tv_nsec);
}

int status_note(struct record *status, const char *key)
{
	struct timespec up;
	char uptime[32];

	snprintf(uptime, sizeof uptime, "%s_uptime", key);
	clock_gettime(CLOCK_BOOTTIME, &up);
	record_drop(status, uptime);
	return status_stamp(status, key) < 0
	       ? -1 : record_addf(status, uptime, "%lld.%09ld", (long long)up.tv_sec, up.tv_nsec);
}

long long status_age(const struct record *status, const char *key)
{
	const char *then;
	struct timespec up;
	long long seconds;
	long nanoseconds;
	char uptime[32];

	snprintf(uptime, sizeof uptime, "%s_uptime", key);
	then = record_get(status, uptime);
	clock_gettime(CLOCK_BOOTTIME, &up);
	if (!then || sscanf(then, "%lld.%9ld", &seconds, &nanoseconds) != 2)
		return 0;
	return up.tv_sec - seconds - (up.tv_nsec < nanoseconds);
}

int status_open_directory(const char *id)
{
	char path[ID_LENGTH + 16];

	snprintf(path, sizeof path, "running/%s", id);
	return store_open(STORE_RUN, path);
}

/* Looking at a container leaves nothing behind. */
int status_find_directory(const char *id)
{
	char path[ID_LENGTH + 16];

	snprintf(path, sizeof path, "running/%s", id);
	return store_look(STORE_RUN, path);
}

/* No status: it never ran, or not since the machine was switched on. */
static int assume(struct record *status, const struct record *container)
{
	record_drop(status, NULL);
	if (!container_record_was_started(container))
		return record_add(status, "state", "created");
	if (record_add(status, "state", "exited") < 0)
		return -1;
	return record_add(status, "exit", "255");
}

int status_load(struct record *status, const struct record *container)
{
	const char *id = record_get(container, "id"), *state;
	char path[ID_LENGTH + 32];

	snprintf(path, sizeof path, "running/%s/status", id);
	if (store_load(status, STORE_RUN, path) < 0) {
		if (errno != ENOENT)
			return fail("read the status of %.12s: %s", id, record_trouble());
		return assume(status, container);
	}
	state = record_get(status, "state");
	if (!state)
		return fail("read the status of %.12s: it has no state", id);
	errno = 0;
	if (status_is_locked(id))
		return 0;
	/* Who took it for ended, and saved that, would have ended it for all who look. */
	if (errno && errno != ENOENT)
		return fail("look at the lock of %.12s: %m", id);
	record_drop(status, "address");
	if (strcmp(state, "exited") == 0 || strcmp(state, "created") == 0)
		return 0;
	/* The monitor was killed, and with it the kernel killed the container. */
	record_drop(status, "pid");
	record_drop(status, "port"); /* the next start reads the file itself */
	return record_set(status, "state", "exited") < 0 || record_set(status, "exit", "137") < 0 ? -1 : 0;
}

int status_save(const struct record *status, const char *id)
{
	autoclose int directory = status_open_directory(id);

	if (directory < 0)
		return -1;
	if (record_save(status, directory, "status", false) < 0)
		return fail("write the status of %.12s: %m", id);
	return 0;
}

/* True if it is held by a visit; then some time has passed. */
static bool await_visit(int directory)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	bool visited = lock_is_held(directory, "visit");

	if (visited)
		nanosleep(&moment, NULL);
	return visited;
}

int status_lock(const char *id)
{
	bool again = true;   /* a visit may have ended between two looks */

	for (;;) {
		autoclose int directory = status_open_directory(id);
		int lock = directory < 0 ? -1 : lock_try(directory, "lock"), reason = errno;

		/* ENOENT: somebody removed the directory between the two. */
		if (lock >= 0 || directory < 0 || (reason != ENOENT && reason != EAGAIN))
			return lock;
		if (reason == ENOENT)
			continue;
		if (await_visit(directory)) {
			again = true;
		} else if (!again) {
			errno = EAGAIN;
			return -1;
		} else {
			again = false;
		}
	}
}

int status_lock_visit(const char *id, int locks[2])
{
	autoclose int directory = status_open_directory(id);

	locks[1] = -1;
	locks[0] = directory < 0 ? -1 : lock_take(directory, "visit");
	if (locks[0] >= 0)
		locks[1] = lock_try(directory, "lock");
	if (locks[1] < 0)
		auto_close(&locks[0]), locks[0] = -1;
	return locks[1] < 0 ? -1 : 0;
}

bool status_is_locked(const char *id)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/running/%s/lock", store_path(STORE_RUN), id);
	return lock_is_held(AT_FDCWD, path);
}

bool status_may_be_locked(const char *id)
{
	errno = 0;
	return status_is_locked(id) || (errno && errno != ENOENT);
}

bool status_has_remains(const char *id)
{
	struct record status autorecord = { 0 };
	autoclose int directory = status_find_directory(id);

	return directory >= 0 && record_load(&status, directory, "status") == 0
	       && (record_get(&status, "pid") || record_get(&status, "address") || record_get(&status, "cgroup"))
	       && !lock_is_held(directory, "lock");
}

int status_delete(const char *id)
{
	autoclose int running = store_open(STORE_RUN, "running");

	if (running < 0)
		return -1;
	if (file_remove_tree(running, id) < 0)
		return fail("remove %s/running/%s: %m", store_path(STORE_RUN), id);
	return 0;
}

const char *status_health(const struct record *status)
{
	const char *health = record_get(status, "health"), *state = record_get(status, "state");

	if (!health || strcmp(state, "running") == 0 || strcmp(state, "paused") == 0)
		return health;
	return "unhealthy";
}
