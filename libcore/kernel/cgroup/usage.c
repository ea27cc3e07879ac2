/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <time.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "kernel/process_facts.h"
#include "kernel/cgroup/usage.h"

enum { TICK = 10000000, MICROSECOND = 1000 };   /* nanoseconds; a tick is a hundredth of a second */

void usage_begin(struct usage *usage)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	*usage = (struct usage){ USAGE_UNKNOWN, USAGE_UNKNOWN, USAGE_UNKNOWN, USAGE_UNKNOWN, USAGE_UNKNOWN, USAGE_UNKNOWN,
				 USAGE_UNKNOWN, USAGE_UNKNOWN, now.tv_sec * 1000000000LL + now.tv_nsec };
}

/* Bytes behind a word in all lines of a file: of "8:0 Read 4096" and of "8:0 rbytes=4096". */
static long long sum_of(const char *text, const char *word)
{
	long long sum = 0;

	for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
		if (at > text && at[-1] == ' ')
			sum += strtoll(at + strlen(word), NULL, 10);
	return sum;
}

static void add_disks(struct usage *usage, const struct cgroup *group)
{
	static const struct { const char *file, *read, *written; } files[] = {
		{ "io.stat", "rbytes=", "wbytes=" },
		{ "blkio.throttle.io_service_bytes_recursive", "Read ", "Write " },
		{ "blkio.throttle.io_service_bytes", "Read ", "Write " },
	};
	char text[CGROUP_VALUE];

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (cgroup_get(group, files[i].file, text, sizeof text) == 0) {
			usage->read = sum_of(text, files[i].read);
			usage->written = sum_of(text, files[i].written);
			return;
		}
}

/* As Docker: without the pages of files that nobody has used for long. */
static void add_memory(struct usage *usage, const struct cgroup *group)
{
	bool unified = group->on & CGROUP_UNIFIED;
	long long idle = cgroup_number(group, "memory.stat", unified ? "inactive_file" : "total_inactive_file", 0);
	long long now = cgroup_number(group, unified ? "memory.current" : "memory.usage_in_bytes", "", USAGE_UNKNOWN);

	if (now == USAGE_UNKNOWN)
		return;
	usage->memory = idle < now ? now - idle : now;
	usage->memory_limit = cgroup_number(group, unified ? "memory.max" : "memory.limit_in_bytes", "", USAGE_UNKNOWN);
}

void usage_add_cgroup(struct usage *usage, const struct cgroup *group)
{
	long long cpu;

	if (group->on & CGROUP_CPUACCT) {
		cpu = group->on & CGROUP_UNIFIED ? cgroup_number(group, "cpu.stat", "usage_usec", USAGE_UNKNOWN)
						 : cgroup_number(group, "cpuacct.usage", "", USAGE_UNKNOWN);
		if (cpu != USAGE_UNKNOWN)
			usage->cpu = group->on & CGROUP_UNIFIED ? cpu * MICROSECOND : cpu;
	}
	if (group->on & CGROUP_MEMORY)
		add_memory(usage, group);
	if (group->on & CGROUP_IO)
		add_disks(usage, group);
	if (group->on & CGROUP_PIDS)
		usage->pids = cgroup_number(group, "pids.current", "", USAGE_UNKNOWN);
}

/* "read_bytes: 4096" */
static long long number_of(const char *text, const char *key)
{
	const char *line = text ? strstr(text, key) : NULL;

	return line ? strtoll(line + strlen(key), NULL, 10) : 0;
}

static void add(long long *sum, long long more)
{
	*sum = (*sum == USAGE_UNKNOWN ? 0 : *sum) + more;
}

static void add_process(struct usage *sum, pid_t pid, const struct usage *known)
{
	static struct process_facts facts;
	autofree char *io = NULL;
	char path[32];

	if (process_facts_read(&facts, pid) < 0)
		return;
	add(&sum->cpu, facts.all_time * TICK);
	add(&sum->pids, facts.threads);
	if (known->memory == USAGE_UNKNOWN)
		add(&sum->memory, process_facts_memory(pid, facts.resident));
	if (known->read != USAGE_UNKNOWN)
		return;
	snprintf(path, sizeof path, "/proc/%d/io", (int)pid);
	io = file_read(AT_FDCWD, path, 4096, NULL);
	if (!io)
		return;
	add(&sum->read, number_of(io, "\nread_bytes:"));
	add(&sum->written, number_of(io, "\nwrite_bytes:"));
}

static void settle(long long *value, long long found)
{
	if (*value == USAGE_UNKNOWN)
		*value = found;
}

void usage_add_processes(struct usage *usage, const pid_t *pids, int count)
{
	struct usage sum;
	struct sysinfo machine;
	long long total;

	usage_begin(&sum);
	for (int i = 0; i < count; i++)
		add_process(&sum, pids[i], usage);
	settle(&usage->cpu, sum.cpu);
	settle(&usage->memory, sum.memory);
	settle(&usage->read, sum.read);
	settle(&usage->written, sum.written);
	settle(&usage->pids, sum.pids);
	/* Nobody has more than there is. */
	sysinfo(&machine);
	total = (long long)machine.totalram * machine.mem_unit;
	if (usage->memory_limit == USAGE_UNKNOWN || usage->memory_limit > total)
		usage->memory_limit = total;
}

void usage_add_network(struct usage *usage, pid_t pid)
{
	autofree char *text = NULL;
	char path[32], *rest, *line;

	snprintf(path, sizeof path, "/proc/%d/net/dev", (int)pid);
	text = file_read(AT_FDCWD, path, 1 << 20, NULL);
	if (!text)
		return;
	usage->received = usage->sent = 0;
	rest = text;
	while ((line = text_cut(&rest, '\n'))) {
		char *colon = strchr(line, ':');
		long long received, sent;

		line += strspn(line, " ");
		if (!colon || strncmp(line, "lo:", 3) == 0
		    || sscanf(colon + 1, "%lld %*d %*d %*d %*d %*d %*d %*d %lld", &received, &sent) != 2)
			continue;
		usage->received += received;
		usage->sent += sent;
	}
}
