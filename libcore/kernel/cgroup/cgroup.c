/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "kernel/cgroup/cgroup.h"
#include "kernel/pidfd.h"

static int open_file(const struct cgroup *group, const char *file, int flags)
{
	char path[CGROUP_PATH + 64];

	snprintf(path, sizeof path, "%s/%s", group->path, file);
	return open(path, flags | O_CLOEXEC);
}

int cgroup_get(const struct cgroup *group, const char *file, char *value, size_t size)
{
	autoclose int fd = open_file(group, file, O_RDONLY);
	ssize_t length = fd < 0 ? -1 : read(fd, value, size - 1);

	if (length < 0)
		return -1;
	value[length] = '\0';
	if (length && value[length - 1] == '\n')
		value[length - 1] = '\0';
	return 0;
}

int cgroup_put(const struct cgroup *group, const char *file, const char *value)
{
	autoclose int fd = open_file(group, file, O_WRONLY);

	return fd < 0 ? -1 : file_write(fd, value, strlen(value));
}

long long cgroup_number(const struct cgroup *group, const char *file, const char *key, long long otherwise)
{
	char text[CGROUP_VALUE], *line = text, *end;
	size_t length = strlen(key);
	long long number;

	if (cgroup_get(group, file, text, sizeof text) < 0)
		return otherwise;
	while (length && (strncmp(line, key, length) != 0 || line[length] != ' ')) {
		line = strchr(line, '\n');
		if (!line)
			return otherwise;
		line++;
	}
	number = strtoll(line + length, &end, 10);
	return end > line + length ? number : otherwise;
}

/* One that is not the machine's first may have processes or controllers to give away, not both. The kernel
 * would not always refuse, but take no processes into the children then. */
static bool is_in_use(const struct cgroup *group)
{
	char first[2];

	return cgroup_get(group, "cgroup.type", first, sizeof first) == 0
	       && cgroup_get(group, "cgroup.procs", first, sizeof first) == 0 && *first;
}

/* Give the group's children the controllers, as far as they don't have them. */
static int hand_down(const struct cgroup *group, unsigned controllers)
{
	static const struct { unsigned bit; const char *name; } known[] = {
		{ CGROUP_CPU, "cpu" }, { CGROUP_CPUSET, "cpuset" }, { CGROUP_MEMORY, "memory" },
		{ CGROUP_IO, "io" }, { CGROUP_PIDS, "pids" },
	};
	char now[256], wanted[80] = "";

	if (cgroup_get(group, "cgroup.subtree_control", now, sizeof now - 2) < 0)
		return -1;
	strcat(now, " ");
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		char word[16];

		snprintf(word, sizeof word, "%s ", known[i].name);
		/* " cpu " is not in "cpuset ": names are looked for with what ends them. */
		if (controllers & known[i].bit && !strstr(now, word))
			sprintf(wanted + strlen(wanted), "+%s", word);
	}
	if (*wanted && is_in_use(group)) {
		errno = EBUSY;
		return -1;
	}
	return *wanted ? cgroup_put(group, "cgroup.subtree_control", wanted) : 0;
}

/* In version 1 a group has no processor and no memory node until it is given some. */
static int hand_set_down(const struct cgroup *above, const struct cgroup *group)
{
	static const char *const files[] = { "cpuset.cpus", "cpuset.mems" };

	for (int i = 0; i < 2; i++) {
		char theirs[CGROUP_VALUE], ours[CGROUP_VALUE];

		if (cgroup_get(above, files[i], theirs, sizeof theirs) < 0
		    || cgroup_get(group, files[i], ours, sizeof ours) < 0
		    || (!*ours && cgroup_put(group, files[i], theirs) < 0))
			return -1;
	}
	return 0;
}

int cgroup_make(const struct cgroup *top, const struct cgroup *group)
{
	struct cgroup now = *top, above;
	size_t length = strlen(top->path);

	while (group->path[length]) {
		above = now;
		if (group->on & CGROUP_UNIFIED && hand_down(&now, group->on) < 0)
			return -1;
		length += 1 + strcspn(group->path + length + 1, "/");
		snprintf(now.path, sizeof now.path, "%.*s", (int)length, group->path);
		if (mkdir(now.path, 0755) < 0 && errno != EEXIST)
			return -1;
		if (group->on & CGROUP_CPUSET && !(group->on & CGROUP_UNIFIED) && hand_set_down(&above, &now) < 0)
			return -1;
	}
	return 0;
}

int cgroup_open_door(const struct cgroup *group)
{
	return open_file(group, group->on & CGROUP_UNIFIED ? "cgroup.procs" : "tasks", O_WRONLY);
}

int cgroup_enter_by(int door)
{
	/* The caller as one thread: for a whole process the kernel waits until no process forks. */
	return file_write(door, "0", 1);
}

int cgroup_enter(const struct cgroup *group)
{
	autoclose int door = cgroup_open_door(group);

	return door < 0 ? -1 : cgroup_enter_by(door);
}

int cgroup_each(const struct cgroup *group, int (*each)(pid_t pid, void *context), void *context)
{
	char path[CGROUP_PATH + 64];
	FILE *processes;
	int pid, stop = 0;

	snprintf(path, sizeof path, "%s/cgroup.procs", group->path);
	processes = fopen(path, "re");
	if (!processes)
		return -1;
	while (!stop && fscanf(processes, "%d", &pid) == 1)
		stop = each(pid, context);
	fclose(processes);
	return stop;
}

static void wait_a_moment(void)
{
	const struct timespec moment = { .tv_nsec = 1000000 };

	nanosleep(&moment, NULL);
}

static bool is_frozen(const struct cgroup *group)
{
	char state[16];

	if (group->on & CGROUP_UNIFIED)
		return cgroup_number(group, "cgroup.events", "frozen", 0) == 1;
	return cgroup_get(group, "freezer.state", state, sizeof state) == 0 && strcmp(state, "FROZEN") == 0;
}

int cgroup_freeze(const struct cgroup *group, bool frozen)
{
	enum { PATIENCE = 10000 };   /* milliseconds */
	bool unified = group->on & CGROUP_UNIFIED;

	for (int waited = 0; waited < PATIENCE; waited++) {
		/* Version 1 has to be told again if one of them could not be stopped at once. */
		if ((unified ? cgroup_put(group, "cgroup.freeze", frozen ? "1" : "0")
			     : cgroup_put(group, "freezer.state", frozen ? "FROZEN" : "THAWED")) < 0)
			return -1;
		if (is_frozen(group) == frozen)
			return 0;
		wait_a_moment();
	}
	errno = ETIMEDOUT;
	return -1;
}

/* Asked after its descriptor was taken, the group is that of the process killed. */
static int kill_one(pid_t pid, void *context)
{
	const struct cgroup *group = context;
	autoclose int process = pid > 0 ? pidfd_take(pid) : -1;
	autofree char *groups = NULL;
	char path[32];

	snprintf(path, sizeof path, "/proc/%d/cgroup", (int)pid);
	groups = process < 0 ? NULL : file_read(AT_FDCWD, path, 1 << 16, NULL);
	if (groups && strstr(groups, strrchr(group->path, '/') + 1))
		pidfd_signal(process, SIGKILL);
	return 0;
}

static void kill_all(const struct cgroup *group)
{
	struct cgroup copy = *group;

	if (group->on & CGROUP_UNIFIED && cgroup_put(group, "cgroup.kill", "1") == 0)
		return;
	cgroup_each(group, kill_one, &copy);
	/* What is stopped does not die, in version 1. */
	if (group->on & CGROUP_FREEZER && !(group->on & CGROUP_UNIFIED))
		cgroup_put(group, "freezer.state", "THAWED");
}

/* What a privileged container has made in it. */
static void remove_below(const struct cgroup *group, int depth)
{
	enum { DEPTH_MOST = 16 };
	DIR *directory = depth < DEPTH_MOST ? opendir(group->path) : NULL;
	struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		struct cgroup below = *group;

		if (entry->d_type != DT_DIR || *entry->d_name == '.'
		    || snprintf(below.path, sizeof below.path, "%s/%s", group->path, entry->d_name) >= CGROUP_PATH)
			continue;
		kill_all(&below);
		remove_below(&below, depth + 1);
		rmdir(below.path);
	}
	if (directory)
		closedir(directory);
}

int cgroup_remove(const struct cgroup *group)
{
	enum { PATIENCE = 2000 };   /* milliseconds */

	for (int waited = 0; rmdir(group->path) < 0; waited++) {
		if (errno == ENOENT)
			return 0;
		if (errno != EBUSY || waited == PATIENCE)
			return -1;
		kill_all(group);
		remove_below(group, 0);
		wait_a_moment();
	}
	return 0;
}
