/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/events_read.h"
#include "store/log/rotation.h"
#include "store/store.h"

enum { PIECE = 2 * EVENT_LENGTH, MILLISECOND = 1000000, SECOND = 1000000000, PAUSE_MOST = 1 << 30 };

struct reading {
	int (*show)(const struct event *event, bool live, void *context);
	void *context;
	bool live;
};

/* The whole lines of a piece; what `show` returned. `*used`: so many bytes. */
static int take_piece(const struct reading *reading, char *piece, size_t length, size_t *used)
{
	static struct event event;
	int result = 0;
	char *newline;

	*used = 0;
	while (!result && (newline = memchr(piece + *used, '\n', length - *used))) {
		char *line = piece + *used;

		*newline = '\0';
		*used = (size_t)(newline + 1 - piece);
		if (event_parse(&event, line) == 0)
			result = reading->show(&event, reading->live, reading->context);
	}
	/* No line is so long: it is damage. */
	if (!*used && length == PIECE)
		*used = length;
	return result;
}

static int take(int file, off_t *at, off_t end, void *context)
{
	char piece[PIECE];

	while (*at < end) {
		size_t wanted = end - *at < PIECE ? (size_t)(end - *at) : PIECE, used;
		ssize_t got = pread(file, piece, wanted, *at);
		int result;

		if (got < 0)
			return fail("read the events: %m");
		result = take_piece(context, piece, (size_t)got, &used);
		*at += (off_t)used;
		if (result || !used)
			return result;
	}
	return 0;
}

/* Milliseconds until the end, rounded up; -1 for ever. */
static int remaining(int64_t ends)
{
	struct timespec now;
	int64_t left;

	if (!ends)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	left = (ends - ((int64_t)now.tv_sec * SECOND + now.tv_nsec) + MILLISECOND - 1) / MILLISECOND;
	return left < 0 ? 0 : left > PAUSE_MOST ? PAUSE_MOST : (int)left;
}

/* 1 when it is over: the time is up, or nobody reads what we write. */
static int wait_for_news(const struct events_query *query, int notices)
{
	struct pollfd polls[] = { { .fd = notices, .events = POLLIN }, { .fd = query->output } };
	int pause = remaining(query->ends);
	char buffer[4096];

	if (!pause)
		return 1;
	if (poll(polls, 2, pause) < 0)
		return errno == EINTR ? 0 : fail("wait for events: %m");
	while (read(notices, buffer, sizeof buffer) > 0)
		;
	return polls[1].revents & (POLLERR | POLLHUP | POLLNVAL) ? 1 : 0;
}

static int follow(const struct events_query *query, struct rotation *rotation, int notices, struct reading *reading)
{
	int result;

	do {
		result = rotation_read_on(rotation, take, reading);
		if (!result)
			result = wait_for_news(query, notices);
		else
			return result;
	} while (!result);
	return result < 0 ? -1 : 0;
}

static int watch(int run)
{
	int notices = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	char path[32];

	snprintf(path, sizeof path, "/proc/self/fd/%d", run);
	if (notices >= 0 && inotify_add_watch(notices, path, IN_MODIFY | IN_CREATE | IN_MOVED_TO) < 0)
		auto_close(&notices);
	else if (notices >= 0)
		return notices;
	return fail("watch the events: %m");
}

int events_read(const struct events_query *query,
		int (*show)(const struct event *event, bool live, void *context), void *context)
{
	struct reading reading = { .show = show, .context = context };
	autoclose int run = store_open(STORE_RUN, ""), notices = -1;
	struct rotation rotation = { .directory = run, .name = "events", .count = EVENTS_FILES };
	int result = 0;

	if (run < 0)
		return -1;
	/* Before anything is read, so that nothing falls between. */
	notices = query->follow ? watch(run) : -1;
	if (query->follow && notices < 0)
		return -1;
	rotation_open(&rotation);
	if (query->past)
		result = rotation_read(&rotation, take, &reading);
	else
		rotation_skip(&rotation);
	reading.live = true;
	if (!result && query->follow)
		result = follow(query, &rotation, notices, &reading);
	rotation_close(&rotation);
	return result;
}
