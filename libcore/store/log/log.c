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
#include "store/container_record.h"
#include "store/log/log.h"
#include "store/log/rotation.h"
#include "store/status.h"

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

static int open_file(struct log *log, const struct record *container)
{
	off_t end;

	log->directory = log->driver == LOG_FILE ? container_record_open(container)
						 : status_open_directory(record_get(container, "id"));
	if (log->directory < 0)
		return -1;
	log->fd = openat(log->directory, "log", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (log->fd < 0)
		return fail("open the log: %m");
	end = find_end(log->fd);
	if (end < 0 || ftruncate(log->fd, end) < 0)
		return fail("read the log: %m");
	log->used = (size_t)end;
	return 0;
}

int log_open(struct log *log, const struct record *container, const int *pid)
{
	struct log_options options;

	log->directory = log->fd = -1;
	log->used = 0;
	log->lost = 0;
	if (log_options_read(&options, container) < 0)
		return -1;
	log->driver = options.driver;
	log->files = options.files;
	log->most = options.size;
	if (log->driver == LOG_SYSLOG)
		return log_syslog_begin(&log->syslog, &options, container, pid);
	return log->driver == LOG_NONE ? 0 : open_file(log, container);
}

/* Readers keep the old file open and see by its inode number that there is a new one. */
static void begin_file(struct log *log)
{
	if (log->fd >= 0) {
		rotation_turn(log->directory, "log", log->files);
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

	if (log->driver == LOG_SYSLOG)
		log_syslog_append(&log->syslog, stream, data, length);
	while (length && log->directory >= 0) {
		size_t part = log->most - sizeof(struct log_frame);

		if (part > length)
			part = length;
		append_frame(log, stream, from, part);
		from += part;
		length -= part;
	}
}
