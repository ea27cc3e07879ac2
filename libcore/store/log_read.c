/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "store/log_read.h"
#include "store/store.h"

enum {
	LINE = 16384,         /* a longer line is given in pieces */
	CHUNK = 16384,
	SETTLE = 20,          /* milliseconds: a descriptor was closed, the lock may follow */
	SETTLE_TIMES = 50,
};

/* What is known of a stream's line that isn't complete yet. */
struct partial {
	char text[LINE];
	size_t used;
	bool begun;           /* a piece of it was given already */
	bool hidden;
	uint64_t time;
};

struct reader {
	const struct log_query *query;
	int (*show)(const struct log_piece *piece, void *context);
	void *context;
	int directory;
	int lock;             /* of the container: held while it runs */
	int files[2];         /* log.1 and log as they were at one moment; -1: there was none */
	off_t ends[2];        /* how long they were then */
	unsigned long lines;  /* begun so far */
	unsigned long skip;   /* of these, not to be shown */
	struct partial partial[2];
};

static int give(struct reader *reader, enum log_stream stream, bool ends)
{
	struct partial *line = &reader->partial[stream == LOG_STDERR];
	struct log_piece piece = { stream, line->time, !line->begun, line->text, line->used };
	const struct log_query *query = reader->query;

	if (!line->begun)
		line->hidden = reader->lines++ < reader->skip || line->time < query->since
			       || (query->until && line->time > query->until);
	line->begun = !ends;
	line->used = 0;
	return reader->show && !line->hidden ? reader->show(&piece, reader->context) : 0;
}

static int feed(struct reader *reader, const struct log_frame *frame, const char *data, size_t length)
{
	struct partial *line = &reader->partial[frame->stream == LOG_STDERR];
	int result = 0;

	while (length && !result) {
		size_t part = length < LINE - line->used ? length : LINE - line->used;
		const char *newline = memchr(data, '\n', part);

		if (newline)
			part = (size_t)(newline - data) + 1;
		memcpy(line->text + line->used, data, part);
		line->used += part;
		line->time = frame->time;
		data += part;
		length -= part;
		if (newline || line->used == LINE)
			result = give(reader, (enum log_stream)frame->stream, newline != NULL);
	}
	return result;
}

/* What has no newline at the end of the log stays so. */
static int give_rest(struct reader *reader)
{
	int result = 0;

	for (int i = 0; i < 2 && !result; i++)
		if (reader->partial[i].used)
			result = give(reader, i ? LOG_STDERR : LOG_STDOUT, true);
	return result;
}

/* Read whole frames from `*at` up to `end`; `*at` is then behind the last of them. */
static int read_frames(struct reader *reader, int fd, off_t *at, off_t end)
{
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
			result = feed(reader, &frame, data, (size_t)got);
			from += got;
		}
		if (result)
			return result;
		*at = next;
	}
	return 0;
}

static ino_t inode_of(int fd)
{
	struct stat file;

	return fd >= 0 && fstat(fd, &file) == 0 ? file.st_ino : 0;
}

static ino_t inode_at(int directory, const char *name)
{
	struct stat file;

	return fstatat(directory, name, &file, AT_SYMLINK_NOFOLLOW) == 0 ? file.st_ino : 0;
}

static off_t length_of(int fd)
{
	struct stat file;

	return fd >= 0 && fstat(fd, &file) == 0 ? file.st_size : 0;
}

/* Both files of one moment: while they are opened, the monitor may turn them over. */
static void open_files(struct reader *reader)
{
	static const char *const names[] = { "log.1", "log" };

	for (int tries = 0; tries < 100; tries++) {
		bool same = true;

		for (int i = 0; i < 2; i++) {
			auto_close(&reader->files[i]);
			reader->files[i] = openat(reader->directory, names[i], O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		}
		for (int i = 0; i < 2; i++) {
			reader->ends[i] = length_of(reader->files[i]);
			same = same && inode_of(reader->files[i]) == inode_at(reader->directory, names[i]);
		}
		if (same)
			return;
	}
}

static bool runs(const struct reader *reader)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return reader->lock >= 0 && fcntl(reader->lock, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
}

/* Read both files as they were when they were opened; `*at`: where that was in the newer one. */
static int read_snapshot(struct reader *reader, off_t *at)
{
	off_t older = 0;
	int result = read_frames(reader, reader->files[0], &older, reader->ends[0]);

	*at = 0;
	return result ? result : read_frames(reader, reader->files[1], at, reader->ends[1]);
}

/* Read on to what is the end now, over the files that have come since. */
static int read_news(struct reader *reader, off_t *at)
{
	for (;;) {
		int *file = &reader->files[1];
		ino_t ours = inode_of(*file), newest = inode_at(reader->directory, "log");
		int result = read_frames(reader, *file, at, length_of(*file));

		/* Asked before reading: if ours wasn't the newest then, it was read to its end. */
		if (result || newest == 0 || newest == ours)
			return result;
		open_files(reader);
		if (reader->files[0] >= 0 && inode_of(reader->files[0]) != ours) {
			close(*file);
			*file = reader->files[0];
			reader->files[0] = -1;
		}
		*at = 0;
	}
}

/* Sleep until something has happened in the container's directory. */
static int wait_for_news(int notices, int *settling)
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
		i += (ssize_t)(sizeof *event + event->len);
	}
	return 0;
}

static int follow(struct reader *reader, int notices, off_t at)
{
	int settling = 0;

	for (;;) {
		bool running = runs(reader);
		int result = read_news(reader, &at);

		if (result || !running)
			return result;
		if (wait_for_news(notices, &settling) < 0)
			return -1;
	}
}

static void count_lines(struct reader *reader, bool following)
{
	int (*show)(const struct log_piece *piece, void *context) = reader->show;
	off_t at;

	if (reader->query->tail < 0)
		return;
	reader->show = NULL;
	read_snapshot(reader, &at);
	if (!following)
		give_rest(reader);
	reader->show = show;
	reader->skip = 0;
	if (reader->lines > (unsigned long)reader->query->tail)
		reader->skip = reader->lines - (unsigned long)reader->query->tail;
	reader->lines = 0;
	memset(reader->partial, 0, sizeof reader->partial);
}

static int read_all(struct reader *reader)
{
	autoclose int notices = -1;
	bool following = reader->query->follow && runs(reader);
	int result;
	off_t at;

	if (following) {
		char path[32];

		notices = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
		snprintf(path, sizeof path, "/proc/self/fd/%d", reader->directory);
		if (notices < 0 || inotify_add_watch(notices, path, IN_MODIFY | IN_CREATE | IN_CLOSE) < 0)
			return fail("watch the log: %m");
	}
	open_files(reader);
	count_lines(reader, following);
	result = read_snapshot(reader, &at);
	if (!result && following)
		result = follow(reader, notices, at);
	return result ? result : give_rest(reader);
}

int log_read(const char *id, const struct log_query *query,
	     int (*show)(const struct log_piece *piece, void *context), void *context)
{
	static struct reader reader;
	autoclose int running = store_open(STORE_RUN, "running");
	int result;

	if (running < 0)
		return -1;
	reader = (struct reader){ .query = query, .show = show, .context = context, .files = { -1, -1 } };
	reader.directory = openat(running, id, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (reader.directory < 0)
		return errno == ENOENT ? 0 : fail("open the log of %.12s: %m", id);
	reader.lock = openat(reader.directory, "lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	result = read_all(&reader);
	auto_close(&reader.files[0]);
	auto_close(&reader.files[1]);
	auto_close(&reader.lock);
	auto_close(&reader.directory);
	return result;
}
