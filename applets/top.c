/* top - show the processes of a running container                            CONFIG_TOP */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "life/processes.h"
#include "show/table.h"
#include "show/top_columns.h"
#include "store/container_record.h"
#include "store/names.h"
#include "store/status.h"

enum { COLUMNS_MOST = 32, PROCESSES_MOST = 65536 };

static const struct top_column *columns[COLUMNS_MOST];
static int column_count;

static int add_column(const char *name)
{
	const struct top_column *column = top_column_find(name);

	if (!column)
		return fail("ps has the column %s, perhaps; top does not", name);
	if (column_count == COLUMNS_MOST)
		return fail("show the processes: there are more than %d columns", COLUMNS_MOST);
	columns[column_count++] = column;
	return 0;
}

/* "pid,comm args" */
static int add_columns(const char *list)
{
	autofree char *copy = strdup(list);
	char *rest = copy, *name;

	if (!copy)
		return fail("show the processes: %m");
	for (char *blank = copy; (blank = strpbrk(blank, " ")); *blank = ',')
		;
	while ((name = text_cut(&rest, ',')))
		if (*name && add_column(name) < 0)
			return -1;
	return 0;
}

/* What ps shows with -f, and with u. */
static const char full[] = "UID,pid,ppid,c,stime,tname,time,cmd";
static const char for_users[] = "user,pid,%cpu,%mem,vsz,rss,tname,stat,bsdstart,bsdtime,args";
static const char by_itself[] = "pid,tname,time,ucmd";

/* What ps understands by the letters of a word: -ef, aux, -eo LIST. Which processes, is not asked. */
static int read_word(const char *word, const char **shown, char ***next)
{
	bool dash = *word == '-';

	for (const char *letter = word + dash; *letter; letter++) {
		if (*letter == 'o') {
			const char *list = letter[1] ? letter + 1 : **next;

			if (!list)
				return fail("%s wants a list of columns", word);
			if (!letter[1])
				++*next;
			*shown = "";
			return add_columns(list);
		}
		if (dash ? *letter == 'f' : *letter == 'u')
			*shown = dash ? full : for_users;
		else if (!strchr(dash ? "eAw" : "axwe", *letter))
			return fail("the option %s of ps is none of top", word);
	}
	return 0;
}

static int choose(char **words)
{
	const char *shown = *words ? by_itself : full;
	bool has_pid = false;

	while (*words) {
		const char *word = *words++;

		if (read_word(word, &shown, &words) < 0)
			return -1;
	}
	if (!column_count && add_columns(shown) < 0)
		return -1;
	for (int i = 0; i < column_count; i++)
		has_pid = has_pid || strcmp(columns[i]->title, "PID") == 0;
	return has_pid ? 0 : fail("Couldn't find PID field in ps output");
}

static void write_processes(FILE *out, const pid_t *pids, int count)
{
	static struct process_facts facts;

	for (int i = 0; i < column_count; i++)
		fprintf(out, i == column_count - 1 ? "%s\n" : "%s\t", columns[i]->title);
	for (int each = 0; each < count; each++) {
		if (process_facts_read(&facts, pids[each]) < 0)
			continue;
		for (int i = 0; i < column_count; i++) {
			columns[i]->write(out, &facts);
			fputc(i == column_count - 1 ? '\n' : '\t', out);
		}
	}
}

static int show(const struct record *status)
{
	autofree pid_t *pids = calloc(PROCESSES_MOST, sizeof *pids);
	autofree char *text = NULL;
	size_t length;
	FILE *out = pids ? open_memstream(&text, &length) : NULL;

	if (!out)
		return fail("show the processes: %m");
	write_processes(out, pids, processes_of(status, pids, PROCESSES_MOST));
	fclose(out);
	return text ? table_write(stdout, text, TABLE_TOP) : fail("show the processes: %m");
}

static int load(struct record *status, const char *name)
{
	struct record container autorecord = { 0 };
	char id[ID_LENGTH + 1];
	const char *state;

	if (names_find(name, id) < 0 || container_record_load(&container, id) < 0 || status_load(status, &container) < 0)
		return -1;
	state = record_get(status, "state");
	if (strcmp(state, "restarting") == 0)
		return fail("Container %s is restarting, wait until the container is running", id);
	return strcmp(state, "running") == 0 || strcmp(state, "paused") == 0
	       ? 0 : fail("Container %s is not running", id);
}

static int top_main(int argc, char **argv)
{
	struct record status autorecord = { 0 };

	(void)argc;
	fail_phase("Error response from daemon: ", "");
	return load(&status, *argv) < 0 || choose(argv + 1) < 0 || show(&status) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet top_applet = {
	.name     = "top",
	.summary  = "Display the running processes of a container",
	.operands = "CONTAINER [ps OPTIONS]",
	.least    = 1,
	.most     = ANY_NUMBER,
	.words_follow = true,
	.main     = top_main,
};
