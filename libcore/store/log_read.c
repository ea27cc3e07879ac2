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
	CHUNK = 16384,
	SETTLE = 20,          /* milliseconds: a descriptor was closed, the lock may follow */
	SETTLE_TIMES = 50,
};

struct reader {
	const struct log_query *query;
	int directory;
	int lock;             /* of the container: held while it runs */
	int files[2];         /* log.1 and log as they were at one moment; -1: there was none */
	off_t ends[2];        /* how long they were then */
	struct log_lines lines;
};

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
			result = log_lines_feed(&reader->lines, &frame, data, (size_t)got);
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

/* Go through all of it once, to know where the tail begins. */
static void find_tail(struct reader *reader, bool following)
{
	struct log_lines shown = reader->lines;
	unsigned long tail = (unsigned long)reader->query->tail;
	off_t at;

	reader->lines.show = NULL;
	read_snapshot(reader, &at);
	if (!following)
		log_lines_end(&reader->lines);
	shown.skip = reader->lines.begun > tail ? reader->lines.begun - tail : 0;
	reader->lines = shown;
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
	if (reader->query->tail >= 0)
		find_tail(reader, following);
	result = read_snapshot(reader, &at);
	if (!result && following)
		result = follow(reader, notices, at);
	return result ? result : log_lines_end(&reader->lines);
}

int log_read(const char *id, const struct log_query *query,
	     int (*show)(const struct log_piece *piece, void *context), void *context)
{
	static struct reader reader;
	autoclose int running = store_open(STORE_RUN, "running");
	int result;

	if (running < 0)
		return -1;
	reader = (struct reader){
		.query = query, .files = { -1, -1 },
		.lines = { .show = show, .context = context, .since = query->since, .until = query->until },
	};
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
