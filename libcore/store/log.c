/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/log.h"
#include "store/rotation.h"

enum { FILE_MOST = 512 << 10 };

/* Where the last whole frame ends: a monitor that was killed may have left a part of one. */
static off_t find_end(int fd)
{
	struct log_frame frame;
	struct stat file;
	off_t end = 0;

	if (fstat(fd, &file) < 0)
		return -1;
	while (pread(fd, &frame, sizeof frame, end) == (ssize_t)sizeof frame) {
		off_t next = end + (off_t)sizeof frame + (off_t)frame.length;

		if ((frame.stream != LOG_STDOUT && frame.stream != LOG_STDERR) || next > file.st_size)
			break;
		end = next;
	}
	return end;
}

int log_open(struct log *log, int directory)
{
	off_t end;

	*log = (struct log){ .directory = directory, .most = FILE_MOST };
	log->fd = openat(directory, "log", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (log->fd < 0)
		return fail("open the log: %m");
	end = find_end(log->fd);
	if (end < 0 || ftruncate(log->fd, end) < 0)
		return fail("read the log: %m");
	log->used = (size_t)end;
	return 0;
}

/* Readers keep the old file open and see by its inode number that there is a new one. */
static void begin_file(struct log *log)
{
	if (log->fd >= 0) {
		rotation_turn(log->directory, "log", 2);
		close(log->fd);
	}
	log->fd = openat(log->directory, "log", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	log->used = 0;
}

static bool write_frame(struct log *log, const struct log_frame *frame, const void *data)
{
	struct iovec parts[] = { { (void *)frame, sizeof *frame }, { (void *)data, frame->length } };
	size_t whole = sizeof *frame + frame->length;
	ssize_t wrote;

	do
		wrote = pwritev(log->fd, parts, 2, (off_t)log->used);
	while (wrote < 0 && errno == EINTR);
	if (wrote == (ssize_t)whole) {
		log->used += whole;
		return true;
	}
	if (wrote > 0 && ftruncate(log->fd, (off_t)log->used) < 0)
		begin_file(log);
	return false;
}

static void append_frame(struct log *log, enum log_stream stream, const void *data, size_t length)
{
	struct log_frame frame = { .stream = stream, .length = (uint32_t)length };
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	frame.time = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	if (log->fd < 0 || log->used + sizeof frame + length > log->most)
		begin_file(log);
	if (write_frame(log, &frame, data))
		return;
	/* No room: the newest is worth more than the oldest, as long as something is left of it. */
	if (log->used > log->most / 8) {
		begin_file(log);
		if (write_frame(log, &frame, data))
			return;
	}
	log->lost += length;
}

void log_append(struct log *log, enum log_stream stream, const void *data, size_t length)
{
	const char *from = data;

	while (length) {
		size_t part = log->most - sizeof(struct log_frame);

		if (part > length)
			part = length;
		append_frame(log, stream, from, part);
		from += part;
		length -= part;
	}
}
