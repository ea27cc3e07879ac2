/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "kernel/process_facts.h"

enum { HUNDREDTHS = 100 };

static char *read_file(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	return file_read(AT_FDCWD, path, 1 << 20, NULL);
}

/* Of clock ticks. */
static long long hundredths(long long ticks)
{
	long hertz = sysconf(_SC_CLK_TCK);

	return hertz > 0 ? ticks * HUNDREDTHS / hertz : 0;
}

/* A process chooses its name, and what shows it may be a terminal. */
static void make_printable(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 127)
			*text = '?';
}

/* "12 (a name) S 1 12 …": the name may hold anything, so its end is the last parenthesis. */
static int read_stat(struct process_facts *facts)
{
	autofree char *text = read_file(facts->pid, "stat");
	char *name = text ? strchr(text, '(') : NULL, *end = text ? strrchr(text, ')') : NULL;
	long long user, system, child_user, child_system;
	int parent, group, session, foreground;

	if (!name || !end || end < name)
		return -1;
	snprintf(facts->name, sizeof facts->name, "%.*s", (int)(end - name - 1), name + 1);
	if (sscanf(end + 2, "%c %d %d %d %u %d %*u %*u %*u %*u %*u %lld %lld %lld %lld %ld %ld %ld %*d %lld %lld %lld",
		   &facts->state, &parent, &group, &session, &facts->terminal, &foreground, &user, &system, &child_user,
		   &child_system, &facts->priority, &facts->nice, &facts->threads, &facts->start, &facts->size,
		   &facts->resident) != 16)
		return -1;
	make_printable(facts->name);
	facts->parent = parent;
	facts->group = group;
	facts->session = session;
	facts->foreground = foreground;
	facts->own_time = hundredths(user + system);
	facts->all_time = hundredths(user + system + child_user + child_system);
	facts->start = hundredths(facts->start);
	facts->resident *= sysconf(_SC_PAGESIZE);
	return 0;
}

static void read_arguments(struct process_facts *facts)
{
	char path[64];
	ssize_t length;
	autoclose int file = -1;

	snprintf(path, sizeof path, "/proc/%d/cmdline", (int)facts->pid);
	file = open(path, O_RDONLY | O_CLOEXEC);
	length = file < 0 ? 0 : read(file, facts->arguments, sizeof facts->arguments - 1);
	while (length > 0 && !facts->arguments[length - 1])
		length--;
	if (length <= 0) {
		snprintf(facts->arguments, sizeof facts->arguments, "[%s]", facts->name);
		return;
	}
	facts->arguments[length] = '\0';
	for (ssize_t i = 0; i < length; i++)
		if (!facts->arguments[i])
			facts->arguments[i] = ' ';
	make_printable(facts->arguments);
}

int process_facts_read(struct process_facts *facts, pid_t pid)
{
	struct stat owner;
	char path[32];

	facts->pid = pid;
	snprintf(path, sizeof path, "/proc/%d", (int)pid);
	if (stat(path, &owner) < 0 || read_stat(facts) < 0)
		return -1;
	facts->user = owner.st_uid;
	read_arguments(facts);
	return 0;
}

long long process_facts_memory(pid_t pid, long long resident)
{
	autofree char *text = read_file(pid, "smaps_rollup");
	const char *line = text ? strstr(text, "\nPss:") : NULL;
	long long kibibytes;

	return line && sscanf(line, "\nPss: %lld kB", &kibibytes) == 1 ? kibibytes * 1024 : resident;
}
