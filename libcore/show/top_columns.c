/* SPDX-License-Identifier: MIT */
#include <pwd.h>
#include <stdbool.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/sysmacros.h>
#include <time.h>

#include "base/limits.h"
#include "show/top_columns.h"

enum { HUNDREDTHS = 100, MINUTE = 60, HOUR = 3600, DAY = 86400, USER_WIDTH = 8 };

static void write_user(FILE *out, const struct process_facts *facts)
{
	const struct passwd *user = getpwuid(facts->user);
	char number[16];
	const char *name = user ? user->pw_name : number;

	snprintf(number, sizeof number, "%u", facts->user);
	if (strlen(name) > USER_WIDTH)
		fprintf(out, "%.*s+", USER_WIDTH - 1, name);
	else
		fputs(name, out);
}

static void write_uid(FILE *out, const struct process_facts *facts)     { fprintf(out, "%u", facts->user); }
static void write_pid(FILE *out, const struct process_facts *facts)     { fprintf(out, "%d", facts->pid); }
static void write_parent(FILE *out, const struct process_facts *facts)  { fprintf(out, "%d", facts->parent); }
static void write_group(FILE *out, const struct process_facts *facts)   { fprintf(out, "%d", facts->group); }
static void write_session(FILE *out, const struct process_facts *facts) { fprintf(out, "%d", facts->session); }
static void write_name(FILE *out, const struct process_facts *facts)    { fputs(facts->name, out); }
static void write_words(FILE *out, const struct process_facts *facts)   { fputs(facts->arguments, out); }
static void write_state(FILE *out, const struct process_facts *facts)   { fputc(facts->state, out); }
static void write_nice(FILE *out, const struct process_facts *facts)    { fprintf(out, "%ld", facts->nice); }
static void write_threads(FILE *out, const struct process_facts *facts) { fprintf(out, "%ld", facts->threads); }

static void write_size(FILE *out, const struct process_facts *facts)
{
	fprintf(out, "%lld", facts->size / 1024);
}

static void write_resident(FILE *out, const struct process_facts *facts)
{
	fprintf(out, "%lld", facts->resident / 1024);
}

static void write_status(FILE *out, const struct process_facts *facts)
{
	fprintf(out, "%c%s%s%s%s", facts->state, facts->nice < 0 ? "<" : facts->nice > 0 ? "N" : "",
		facts->session == facts->pid ? "s" : "", facts->threads > 1 ? "l" : "",
		facts->foreground == facts->group ? "+" : "");
}

static void write_terminal(FILE *out, const struct process_facts *facts)
{
	unsigned first = major(facts->terminal), second = minor(facts->terminal);

	if (first >= 136 && first <= 143)
		fprintf(out, "pts/%u", second + (first - 136) * 256);
	else if (first == 4 && second < 64)
		fprintf(out, "tty%u", second);
	else if (first == 4)
		fprintf(out, "ttyS%u", second - 64);
	else
		fputc('?', out);
}

/* How long it has been there, in seconds. */
static long long age_of(const struct process_facts *facts)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec - facts->start / HUNDREDTHS;
}

/* Thousandths of one processor. */
static long long use_of(const struct process_facts *facts)
{
	long long age = age_of(facts);

	return age > 0 ? facts->own_time * 10 / age : 0;
}

static void write_use(FILE *out, const struct process_facts *facts)
{
	long long percent = use_of(facts) / 10;

	fprintf(out, "%lld", percent > 99 ? 99 : percent);
}

static void write_percent(FILE *out, const struct process_facts *facts)
{
	long long use = use_of(facts);

	fprintf(out, use > 999 ? "%lld" : "%lld.%lld", use / 10, use % 10);
}

static void write_memory(FILE *out, const struct process_facts *facts)
{
	struct sysinfo machine;
	long long part, total;

	sysinfo(&machine);
	total = (long long)machine.totalram * machine.mem_unit;
	part = total ? facts->resident * 1000 / total : 0;
	fprintf(out, "%lld.%lld", part / 10, part % 10);
}

/* When it began: the hour, the day if that isn't today, the year if that isn't this one. */
static void write_start(FILE *out, const struct process_facts *facts)
{
	time_t now = time(NULL), begin = now - age_of(facts);
	struct tm today, then;
	char text[32];

	localtime_r(&now, &today);
	localtime_r(&begin, &then);
	strftime(text, sizeof text, today.tm_year != then.tm_year ? "%Y" : today.tm_yday != then.tm_yday ? "%b%d" : "%H:%M",
		 &then);
	fputs(text, out);
}

static void write_span(FILE *out, long long seconds, bool hours)
{
	if (seconds >= DAY)
		fprintf(out, "%lld-", seconds / DAY);
	if (hours || seconds >= HOUR)
		fprintf(out, "%02lld:", seconds % DAY / HOUR);
	fprintf(out, "%02lld:%02lld", seconds % HOUR / MINUTE, seconds % MINUTE);
}

static void write_time(FILE *out, const struct process_facts *facts)
{
	write_span(out, facts->own_time / HUNDREDTHS, true);
}

static void write_short_time(FILE *out, const struct process_facts *facts)
{
	long long seconds = facts->own_time / HUNDREDTHS;

	fprintf(out, "%lld:%02lld", seconds / MINUTE, seconds % MINUTE);
}

static void write_age(FILE *out, const struct process_facts *facts)         { write_span(out, age_of(facts), false); }
static void write_age_seconds(FILE *out, const struct process_facts *facts) { fprintf(out, "%lld", age_of(facts)); }

const struct top_column *top_column_find(const char *name)
{
	static const struct top_column all[] = {
		{ "%cpu", "%CPU", write_percent }, { "pcpu", "%CPU", write_percent }, { "c", "C", write_use },
		{ "%mem", "%MEM", write_memory }, { "pmem", "%MEM", write_memory },
		{ "args", "COMMAND", write_words }, { "command", "COMMAND", write_words }, { "cmd", "CMD", write_words },
		{ "comm", "COMMAND", write_name }, { "ucmd", "CMD", write_name }, { "ucomm", "COMMAND", write_name },
		{ "pid", "PID", write_pid }, { "ppid", "PPID", write_parent },
		{ "pgid", "PGID", write_group }, { "pgrp", "PGRP", write_group },
		{ "sid", "SID", write_session }, { "sess", "SESS", write_session }, { "session", "SESS", write_session },
		{ "uid", "UID", write_uid }, { "euid", "EUID", write_uid },
		{ "user", "USER", write_user }, { "euser", "EUSER", write_user }, { "uname", "USER", write_user },
		{ "rss", "RSS", write_resident }, { "rssize", "RSS", write_resident }, { "rsz", "RSZ", write_resident },
		{ "vsz", "VSZ", write_size }, { "vsize", "VSZ", write_size },
		{ "s", "S", write_state }, { "state", "S", write_state }, { "stat", "STAT", write_status },
		{ "tty", "TT", write_terminal }, { "tt", "TT", write_terminal }, { "tname", "TTY", write_terminal },
		{ "time", "TIME", write_time }, { "cputime", "TIME", write_time }, { "bsdtime", "TIME", write_short_time },
		{ "etime", "ELAPSED", write_age }, { "etimes", "ELAPSED", write_age_seconds },
		{ "stime", "STIME", write_start }, { "start_time", "START", write_start },
		{ "bsdstart", "START", write_start },
		{ "ni", "NI", write_nice }, { "nice", "NI", write_nice },
		{ "nlwp", "NLWP", write_threads }, { "thcount", "THCNT", write_threads },
		/* The titles of ps -f, which has names where -o has numbers. */
		{ "UID", "UID", write_user },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
}
