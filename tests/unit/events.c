/* Events: what is noted comes out again, whoever is killed while it writes or reads.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "store/events.h"
#include "store/events_read.h"

enum { WRITERS = 4, EACH = 1500, WINDOW = 100 };

static int number, failed, directory;
static char run[] = "/tmp/linkbox-events-XXXXXX";
static char shown[4096];
static const char *wanted = "";
static char found[64];          /* the attribute called so, of the last event */
static size_t attributes, action_length;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - events: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static void begin(void)
{
	unlinkat(directory, "events", 0);
	unlinkat(directory, "events.1", 0);
}

static int collect(const struct event *event, bool live, void *context)
{
	size_t used = strlen(shown);

	(void)live;
	++*(size_t *)context;
	used += (size_t)snprintf(shown + used, sizeof shown - used, "%s %s %s", event->type, event->action, event->id);
	for (size_t i = 0; i < event->count && used < sizeof shown; i++)
		used += (size_t)snprintf(shown + used, sizeof shown - used, "|%s", event->attributes[i]);
	if (used < sizeof shown)
		snprintf(shown + used, sizeof shown - used, "\n");
	attributes = event->count;
	action_length = strlen(event->action);
	snprintf(found, sizeof found, "%s", event_attribute(event, wanted) ? event_attribute(event, wanted) : "none");
	return 0;
}

static size_t show(void)
{
	struct events_query query = { .past = true, .output = -1 };
	size_t count = 0;

	*shown = '\0';
	return events_read(&query, collect, &count) < 0 ? SIZE_MAX : count;
}

static bool shows(const char *expected)
{
	show();
	if (strcmp(shown, expected) == 0)
		return true;
	printf("# expected: %s# shown: %s", expected, shown);
	return false;
}

static void lines(void)
{
	struct record labels autorecord = { 0 };

	begin();
	events_other("volume", "v", NULL, "create", "driver", "local", NULL);
	ok(shows("volume create v|driver=local\n"), "gives what was noted");
	record_add(&labels, "label", "z=1");
	record_add(&labels, "label", "empty");
	record_add(&labels, "label", "a=b=c\td\\e\nf");
	record_add(&labels, "label", "exitCode=mine");
	record_add(&labels, "label", "name=other");
	begin();
	events_other("image", "i", &labels, "odd\tone\n", "name", "n", "exitCode", "1", NULL);
	ok(shows("image odd\tone\n i|a=b=c\td\\e\nf|empty=|exitCode=mine|name=n|z=1\n"),
	   "sorts attributes and keeps every byte; a label goes over all but the name");
	wanted = "a";
	show();
	ok(strcmp(found, "b=c\td\\e\nf") == 0, "finds an attribute");
	wanted = "exit";
	show();
	ok(strcmp(found, "none") == 0, "finds it by its whole name");
}

static void too_long(void)
{
	static char much[EVENT_LENGTH + 1];
	struct record labels autorecord = { 0 };

	memset(much, 'x', sizeof much - 1);
	record_addf(&labels, "label", "big=%s", much);
	record_add(&labels, "label", "small=1");
	begin();
	events_other("image", "i", &labels, much, "name", "n", NULL);
	wanted = "small";
	ok(show() == 1 && attributes == 2 && strcmp(found, "1") == 0 && action_length == EVENT_LENGTH / 4,
	   "leaves out what doesn't fit, and nothing else");
}

/* Cut the second of two events off after every byte, and note a third. */
static void torn(void)
{
	struct stat first, both;
	bool good = true;
	char *copy;
	size_t length;

	begin();
	events_other("volume", "one", NULL, "create", "driver", "local", NULL);
	fstatat(directory, "events", &first, 0);
	events_other("volume", "two", NULL, "create", "driver", "back\\slash", NULL);
	fstatat(directory, "events", &both, 0);
	copy = file_read(directory, "events", 1 << 20, &length);
	for (off_t cut = first.st_size + 1; copy && cut < both.st_size; cut++) {
		int fd = openat(directory, "events", O_WRONLY | O_TRUNC | O_CLOEXEC);

		good = file_write(fd, copy, (size_t)cut) == 0 && good;
		close(fd);
		good = shows("volume create one|driver=local\n") && good;
		events_other("volume", "three", NULL, "create", NULL);
		good = shows("volume create one|driver=local\nvolume create three\n") && good;
	}
	free(copy);
	ok(good, "skips a line that was torn at any byte, and goes on behind it");
}

static void no_room(void)
{
	struct rlimit before, small = { 100, RLIM_INFINITY };

	begin();
	events_other("volume", "one", NULL, "create", NULL);
	getrlimit(RLIMIT_FSIZE, &before);
	small.rlim_max = before.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	errno = EXDEV;
	events_other("volume", "two", NULL, "create", "driver", "a text that is longer than what is left in that file", NULL);
	ok(errno == EXDEV, "keeps errno");
	setrlimit(RLIMIT_FSIZE, &before);
	events_other("volume", "three", NULL, "create", NULL);
	ok(shows("volume create one\nvolume create three\n"), "leaves no half line where there is no room");
}

static void bounded(void)
{
	struct stat newer, older;
	size_t count;

	begin();
	for (int i = 0; i < 4000; i++)
		events_other("volume", "0123456789abcdef0123456789abcdef", NULL, "create", "driver", "local", NULL);
	count = show();
	ok(fstatat(directory, "events", &newer, 0) == 0 && fstatat(directory, "events.1", &older, 0) == 0
	   && newer.st_size <= EVENTS_SIZE && older.st_size <= EVENTS_SIZE && older.st_size > EVENTS_SIZE / 2
	   && count > 400 && count < 4000, "keeps the newest in two small files");
}

/* What writers and the reader share: how many were read. */
static volatile unsigned *read_so_far;

/* No further ahead of the reader than the files hold. */
static void write_many(int writer)
{
	char name[32], digits[16];

	snprintf(name, sizeof name, "writer%d", writer);
	for (unsigned i = 0; i < EACH; i++) {
		while (i > read_so_far[writer] + WINDOW)
			usleep(100);
		snprintf(digits, sizeof digits, "%u", i);
		events_other("volume", name, NULL, "create", "number", digits, NULL);
	}
	_exit(0);
}

struct tally {
	unsigned next[WRITERS], all;
	uint64_t boot;
	bool ordered, forward, live;
};

static int count(const struct event *event, bool live, void *context)
{
	struct tally *tally = context;
	int writer = event->id[6] - '0';

	tally->ordered = tally->ordered && (unsigned)atoi(event_attribute(event, "number")) == tally->next[writer]++;
	tally->forward = tally->forward && event->boot >= tally->boot;
	tally->boot = event->boot;
	tally->live = live;
	read_so_far[writer]++;
	return ++tally->all == WRITERS * EACH;
}

static void following(void)
{
	struct events_query query = { .past = true, .follow = true, .output = -1 };
	struct tally tally = { .ordered = true, .forward = true };
	struct stat older;

	read_so_far = mmap(NULL, WRITERS * sizeof *read_so_far, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	begin();
	fflush(stdout);
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			write_many(i);
	alarm(120);
	ok(events_read(&query, count, &tally) == 1 && tally.live, "follows, and ends when it is told to");
	while (wait(NULL) > 0)
		;
	alarm(0);
	ok(tally.all == WRITERS * EACH && tally.ordered && fstatat(directory, "events.1", &older, 0) == 0,
	   "loses nothing of several writers over files that are turned over");
	ok(tally.forward, "gives them in the order of a clock that nobody sets");
}

static void at_an_end(void)
{
	struct events_query query = { .follow = true, .output = -1 };
	struct timespec now, after;
	size_t seen = 0;
	int ends[2];

	begin();
	events_other("volume", "early", NULL, "create", NULL);
	clock_gettime(CLOCK_MONOTONIC, &now);
	query.ends = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec + 50000000;
	ok(events_read(&query, collect, &seen) == 0 && seen == 0, "gives nothing that was before, unless it is asked for");
	clock_gettime(CLOCK_MONOTONIC, &after);
	ok((int64_t)after.tv_sec * 1000000000 + after.tv_nsec >= query.ends, "follows until its time is up");
	query.ends = 0;
	if (pipe(ends) == 0)
		close(ends[0]);
	query.output = ends[1];
	ok(events_read(&query, collect, &seen) == 0, "ends when nobody reads what it writes");
	close(ends[1]);
}

static void write_for_ever(void)
{
	for (;;)
		events_other("volume", "0123456789abcdef0123456789abcdef", NULL, "create", "check", "0123456789", NULL);
}

static int check(const struct event *event, bool live, void *context)
{
	const char *value = event_attribute(event, "check");

	(void)live;
	++*(size_t *)context;
	return strcmp(event->type, "volume") != 0 || !value || strcmp(value, "0123456789") != 0;
}

static void killed(void)
{
	struct events_query query = { .past = true, .output = -1 };
	size_t seen = 0;

	begin();
	fflush(stdout);
	for (int i = 0; i < 100; i++) {
		pid_t writers[2];

		for (int j = 0; j < 2; j++)
			if ((writers[j] = fork()) == 0)
				write_for_ever();
		usleep(500 + (unsigned)i * 20);
		for (int j = 0; j < 2; j++)
			kill(writers[j], SIGKILL);
		while (wait(NULL) > 0)
			;
	}
	events_other("volume", "last", NULL, "create", "check", "0123456789", NULL);
	ok(events_read(&query, check, &seen) == 0 && seen > 1, "is whole, however many writers were killed");
}

int main(void)
{
	if (!mkdtemp(run) || setenv("LINKBOX_RUN", run, 1) < 0)
		return 1;
	directory = open(run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	lines();
	too_long();
	torn();
	no_room();
	bounded();
	following();
	at_an_end();
	killed();
	file_remove_tree(AT_FDCWD, run);
	printf("1..%d\n", number);
	return failed != 0;
}
