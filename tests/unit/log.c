/* The log: what is appended comes out again, by line and stream.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "store/lock.h"
#include "store/log/log.h"
#include "store/log/log_read.h"

enum { SHOWN = 4 << 20 };

static int number, failed;
static char run[] = "/tmp/linkbox-log-XXXXXX";
static int directory;
static struct log kept;
static struct record container;

static char shown[SHOWN];       /* pieces as "1:text" and "2:text", a "+" before one that continues */
static size_t length;
static uint64_t first_time, last_time;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - log: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static int collect(const struct log_piece *piece, void *context)
{
	size_t *count = context;

	++*count;
	if (!first_time)
		first_time = piece->time;
	last_time = piece->time;
	length += (size_t)snprintf(shown + length, SHOWN - length, "%s%d:", piece->begins ? "" : "+", (int)piece->stream);
	memcpy(shown + length, piece->data, piece->length);
	length += piece->length;
	shown[length] = '\0';
	return 0;
}

static size_t show(struct log_query query)
{
	size_t count = 0;

	length = first_time = 0;
	*shown = '\0';
	if (log_read(&container, &query, collect, &count) < 0)
		return SIZE_MAX;
	return count;
}

static size_t show_tail(long tail)
{
	return show((struct log_query){ .tail = tail });
}

/* A container's directory with nothing in it. */
static void begin(void)
{
	int running = open(run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (kept.fd > 0)
		close(kept.fd);
	file_remove_tree(running, "running");
	close(file_make_directory(running, "running", 0700));
	directory = openat(running, "running", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	close(running);
	directory = file_make_directory(directory, "one", 0700);
	log_open(&kept, &container, NULL);
}

static void say(enum log_stream stream, const char *text)
{
	log_append(&kept, stream, text, strlen(text));
}

static bool shows(const char *expected)
{
	if (strcmp(shown, expected) == 0)
		return true;
	printf("# expected: %s\n# shown: %s\n", expected, shown);
	return false;
}

static void lines_and_streams(void)
{
	begin();
	say(LOG_STDOUT, "one\ntwo\nth");
	say(LOG_STDERR, "bad\n");
	say(LOG_STDOUT, "ree\nfo");
	show_tail(-1);
	ok(shows("1:one\n1:two\n2:bad\n1:three\n1:fo"), "joins chunks to lines and keeps the streams apart");
	show_tail(2);
	ok(shows("1:three\n1:fo"), "counts the lines from the end, the unfinished one too");
	show_tail(3);
	ok(shows("2:bad\n1:three\n1:fo"), "counts both streams");
	ok(show_tail(0) == 0, "shows nothing of no lines");
	ok(show_tail(100) == 5, "shows all if there are fewer");
}

static void times(void)
{
	uint64_t first, last;

	begin();
	say(LOG_STDOUT, "one\n");
	usleep(2000);
	say(LOG_STDOUT, "two\n");
	usleep(2000);
	say(LOG_STDOUT, "three\n");
	show_tail(-1);
	first = first_time;
	last = last_time;
	ok(last - first > 4000000 && last - first < 10000000000, "remembers when");
	show((struct log_query){ .tail = -1, .since = first + 1, .until = last - 1 });
	ok(shows("1:two\n"), "shows what is between since and until");
	show((struct log_query){ .tail = 2, .until = last - 1 });
	ok(shows("1:two\n"), "takes the tail first");
}

static void long_and_binary(void)
{
	static char big[100000];
	size_t count, bytes = 0;

	begin();
	memset(big, 'x', sizeof big);
	big[5] = '\0';
	big[99999] = '\n';
	log_append(&kept, LOG_STDOUT, big, sizeof big);
	say(LOG_STDOUT, "after\n");
	count = show_tail(-1);
	for (size_t i = 0; i < length; i++)
		bytes += shown[i] == 'x';
	ok(count == 8 && bytes == 99998, "gives a long line in pieces, without losing a byte");
	ok(show_tail(2) == 8, "counts a long line as one");
	show_tail(1);
	ok(shows("1:after\n"), "finds the line after it");
	begin();
	for (int i = 0; i < 256; i++)
		big[i] = (char)i;
	log_append(&kept, LOG_STDERR, big, 256);
	show_tail(-1);
	ok(length == 256 + 4 && memcmp(shown + 2, big, 11) == 0 && memcmp(shown + 15, big + 11, 245) == 0,
	   "keeps every byte value");
}

static void rotation(void)
{
	static char big[1 << 20];
	struct stat older, newer;
	char line[32], *last;
	size_t count;

	begin();
	for (int i = 0; i < 100000; i++) {
		snprintf(line, sizeof line, "line %d\n", i);
		say(LOG_STDOUT, line);
	}
	ok(fstatat(directory, "log.1", &older, 0) == 0 && fstatat(directory, "log", &newer, 0) == 0
	   && older.st_size <= 512 << 10 && newer.st_size <= 512 << 10, "holds 1 MiB in two files");
	count = show_tail(-1);
	last = strstr(shown, "line 99999\n");
	ok(count > 19000 && last && strlen(last) == 11, "shows the newest lines after turning over");
	show_tail(3);
	ok(shows("1:line 99997\n1:line 99998\n1:line 99999\n"), "finds a tail after turning over");
	memset(big, 'y', sizeof big);
	log_append(&kept, LOG_STDOUT, big, sizeof big);
	say(LOG_STDOUT, "\nend\n");
	ok(show_tail(1) == 1 && shows("1:end\n"), "takes a chunk that is larger than both files");
}

static void torn(void)
{
	struct log_frame frame = { .stream = LOG_STDOUT, .length = 100 };
	static struct log again;

	begin();
	say(LOG_STDOUT, "whole\n");
	if (pwrite(kept.fd, &frame, sizeof frame, (off_t)kept.used) != sizeof frame
	    || pwrite(kept.fd, "torn", 4, (off_t)(kept.used + sizeof frame)) != 4)
		ok(false, "could write");
	show_tail(-1);
	ok(shows("1:whole\n"), "leaves out what a killed monitor wrote half");
	log_open(&again, &container, NULL);
	log_append(&again, LOG_STDOUT, "next\n", 5);
	close(again.fd);
	show_tail(-1);
	ok(shows("1:whole\n1:next\n"), "goes on behind the last whole chunk");
	begin();
	say(LOG_STDOUT, "whole\n");
	if (pwrite(kept.fd, "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377", 17, (off_t)kept.used) == 17)
		show_tail(-1);
	ok(shows("1:whole\n"), "stops at what is no chunk");
}

/* A container that says something now and then, and ends. */
static pid_t spawn_writer(void (*write_all)(void))
{
	int ready[2];
	char byte;
	pid_t pid;

	if (pipe(ready) < 0)
		return -1;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (lock_try(directory, "lock") < 0 || write(ready[1], "x", 1) != 1)
			_exit(1);
		write_all();
		_exit(0);
	}
	if (read(ready[0], &byte, 1) != 1)
		exit(1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void write_slowly(void)
{
	usleep(50000);
	say(LOG_STDOUT, "la");
	usleep(50000);
	say(LOG_STDOUT, "ter\nrest");
	usleep(50000);
}

static volatile size_t *read_so_far;    /* lines, shared with the writer */

/* No further ahead of the reader than the files hold. */
static void write_much(void)
{
	char line[64];

	for (size_t i = 0; i < 60000; i++) {
		while (i > *read_so_far + 2000)
			usleep(100);
		snprintf(line, sizeof line, "some more text to fill the file, %zu\n", i);
		say(LOG_STDERR, line);
	}
}

static int count(const struct log_piece *piece, void *context)
{
	(void)piece;
	(void)context;
	++*read_so_far;
	return 0;
}

static void write_for_ever(void)
{
	for (;;)
		pause();
}

static void following(void)
{
	struct log_query all = { .tail = -1, .follow = true };
	pid_t writer;

	begin();
	say(LOG_STDOUT, "early\n");
	writer = spawn_writer(write_slowly);
	show((struct log_query){ .tail = -1, .follow = true });
	ok(shows("1:early\n1:later\n1:rest"), "follows until the container ends");
	waitpid(writer, NULL, 0);
	begin();
	read_so_far = mmap(NULL, sizeof *read_so_far, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	writer = spawn_writer(write_much);
	log_read(&container, &all, count, NULL);
	if (*read_so_far != 60000)
		printf("# %zu lines\n", *read_so_far);
	ok(*read_so_far == 60000, "follows over files that are turned over");
	waitpid(writer, NULL, 0);
	begin();
	say(LOG_STDOUT, "early\n");
	ok(show((struct log_query){ .tail = -1, .follow = true }) == 1, "doesn't follow what doesn't run");
	writer = spawn_writer(write_for_ever);
	say(LOG_STDOUT, "unfinished");
	ok(show_tail(-1) == 2, "doesn't wait unless asked to");
	kill(writer, SIGKILL);
	waitpid(writer, NULL, 0);
}

int main(void)
{
	if (!mkdtemp(run) || setenv("LINKBOX_RUN", run, 1) < 0)
		return 1;
	record_add(&container, "id", "one");
	lines_and_streams();
	times();
	long_and_binary();
	rotation();
	torn();
	following();
	file_remove_tree(AT_FDCWD, run);
	printf("1..%d\n", number);
	return failed != 0;
}
