/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/record.h"
#include "store/container_record.h"
#include "store/log/log_options.h"
#include "store/log/log_read.h"
#include "store/log/rotation.h"
#include "store/store.h"

enum {
	CHUNK = 16384,
	SETTLE = 20,          /* milliseconds: a descriptor was closed, the lock may follow */
	SETTLE_TIMES = 50,
};

struct reader {
	const struct log_query *query;
	int running;          /* running/<id> */
	int lock;             /* of the container: held while it runs */
	long long run;        /* which of its runs is followed: how many restarts there were before */
	bool over;            /* that one has ended */
	struct rotation rotation;
	struct log_lines lines;
};

/* Read whole frames from `*at` up to `end`; `*at` is then behind the last of them. */
static int read_frames(int fd, off_t *at, off_t end, void *context)
{
	struct reader *reader = context;
	struct log_frame frame;
	char data[CHUNK];
	int result = 0;

	while (*at + (off_t)sizeof frame <= end && pread(fd, &frame, sizeof frame, *at) == (ssize_t)sizeof frame) {
		off_t from = *at + (off_t)sizeof frame, next = from + (off_t)frame.length;

		if ((frame.stream != LOG_STDOUT && frame.stream != LOG_STDERR) || next > end)
			return 0;
		while (from < next && !result) {
			ssize_t got = pread(fd, data, next - from < CHUNK ? (size_t)(next - from) : CHUNK, from);

			if (got <= 0)
				return got < 0 ? fail("read the log: %m") : 0;
			result = log_lines_feed(&reader->lines, &frame, data, (size_t)got);
			from += got;
		}
		if (result)
			return result;
		*at = next;
	}
	return 0;
}

/* Between two runs, or after that: its monitor says so when all that the run wrote is in the log. */
static bool is_over(const struct reader *reader, long long *run)
{
	struct record status autorecord = { 0 };
	const char *state;

	*run = reader->run;
	if (record_load(&status, reader->running, "status") < 0)
		return false;
	*run = record_number(&status, "restarts", 0);
	state = record_get(&status, "state");
	return state && strcmp(state, "restarting") == 0;
}

static void begin_run(struct reader *reader)
{
	reader->over = is_over(reader, &reader->run);
}

static void look_for_end(struct reader *reader)
{
	long long run;

	if (is_over(reader, &run) || run != reader->run)
		reader->over = true;
}

static bool runs(const struct reader *reader)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return !reader->over && reader->lock >= 0 && fcntl(reader->lock, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
}

/* Sleep until something has happened in the container's directory. */
static int wait_for_news(struct reader *reader, int notices, int *settling)
{
	char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
	struct pollfd pollfd = { .fd = notices, .events = POLLIN };
	ssize_t got;

	if (poll(&pollfd, 1, *settling ? SETTLE : -1) < 0 && errno != EINTR)
		return fail("wait for the log: %m");
	if (*settling)
		--*settling;
	got = read(notices, buffer, sizeof buffer);
	for (ssize_t i = 0; i < got;) {
		const struct inotify_event *event = (const void *)(buffer + i);

		/* The kernel tells of a closed file just before it lets its lock go. */
		if (event->mask & IN_CLOSE && event->len
		    && (strcmp(event->name, "lock") == 0 || strcmp(event->name, "log") == 0))
			*settling = SETTLE_TIMES;
		if (event->mask & IN_MOVED_TO && strcmp(event->name, "status") == 0)
			look_for_end(reader);
		i += (ssize_t)(sizeof *event + event->len);
	}
	return 0;
}

static int follow(struct reader *reader, int notices)
{
	int settling = 0;

	for (;;) {
		bool running = runs(reader);
		int result = rotation_read_on(&reader->rotation, read_frames, reader);

		if (result || !running)
			return result;
		if (wait_for_news(reader, notices, &settling) < 0)
			return -1;
	}
}

/* Go through all of it once, to know where the tail begins. */
static void find_tail(struct reader *reader, bool following)
{
	struct log_lines shown = reader->lines;
	unsigned long tail = (unsigned long)reader->query->tail;

	reader->lines.show = NULL;
	rotation_read(&reader->rotation, read_frames, reader);
	if (!following)
		log_lines_end(&reader->lines);
	shown.skip = reader->lines.begun > tail ? reader->lines.begun - tail : 0;
	reader->lines = shown;
}

static int watch(int notices, int directory)
{
	char path[32];

	snprintf(path, sizeof path, "/proc/self/fd/%d", directory);
	return inotify_add_watch(notices, path, IN_MODIFY | IN_CREATE | IN_CLOSE | IN_MOVED_TO);
}

static int read_all(struct reader *reader)
{
	autoclose int notices = -1;
	bool following = reader->query->follow && runs(reader);
	int result;

	if (following) {
		notices = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
		if (notices < 0 || watch(notices, reader->rotation.directory) < 0 || watch(notices, reader->running) < 0)
			return fail("watch the log: %m");
		begin_run(reader);
	}
	rotation_open(&reader->rotation);
	if (reader->query->tail >= 0)
		find_tail(reader, following);
	result = rotation_read(&reader->rotation, read_frames, reader);
	if (!result && following)
		result = follow(reader, notices);
	rotation_close(&reader->rotation);
	return result ? result : log_lines_end(&reader->lines);
}

/* running/<id>, which has the lock and most logs; looking makes nothing. -1 with ENOENT: it never ran, or not
 * since the boot. */
static int open_running(const char *id)
{
	autoclose int running = store_open(STORE_RUN, "running");
	int directory = running < 0 ? -1 : openat(running, id, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

	if (running < 0)
		errno = EIO;   /* said */
	else if (directory < 0 && errno != ENOENT)
		return fail("open the log of %.12s: %m", id);
	return directory;
}

int log_read(const struct record *container, const struct log_query *query,
	     int (*show)(const struct log_piece *piece, void *context), void *context)
{
	static struct reader reader;
	struct log_options options;
	autoclose int running = -1, lock = -1, own = -1;

	if (log_options_read(&options, container) < 0)
		return -1;
	if (options.driver == LOG_NONE || options.driver == LOG_SYSLOG)
		return fail("configured logging driver does not support reading");
	running = open_running(record_get(container, "id"));
	if (running < 0 && errno != ENOENT)
		return -1;
	own = options.driver == LOG_FILE ? container_record_open(container) : -1;
	if (options.driver == LOG_FILE && own < 0)
		return -1;
	lock = running < 0 ? -1 : openat(running, "lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	reader = (struct reader){
		.query = query, .running = running, .lock = lock,
		.lines = { .show = show, .context = context, .since = query->since, .until = query->until },
		.rotation = { .directory = own < 0 ? running : own, .name = "log", .count = options.files },
	};
	return own < 0 && running < 0 ? 0 : read_all(&reader);
}
