/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "store/events.h"
#include "store/leases.h"
#include "store/lock.h"
#include "store/log/rotation.h"
#include "store/store.h"

enum { TRIES = 10 };

struct line {
	char text[EVENT_LENGTH];
	size_t used;
};

static bool put(struct line *line, const char *text, size_t length)
{
	for (; length; text++, length--) {
		const char *escaped = *text == '\\' ? "\\\\" : *text == '\t' ? "\\t" : *text == '\n' ? "\\n" : NULL;
		size_t bytes = escaped ? 2 : 1;

		/* One is left for what ends the line. */
		if (line->used + bytes >= sizeof line->text)
			return false;
		memcpy(line->text + line->used, escaped ? escaped : text, bytes);
		line->used += bytes;
	}
	return true;
}

static bool put_raw(struct line *line, char byte)
{
	if (line->used + 1 >= sizeof line->text)
		return false;
	line->text[line->used++] = byte;
	return true;
}

static bool put_attribute(struct line *line, const char *name, size_t length, const char *value)
{
	size_t before = line->used;

	if (put_raw(line, '\t') && put(line, name, length) && put_raw(line, '=')
	    && put(line, value, strlen(value)))
		return true;
	line->used = before;
	return false;
}

static void put_labels(struct line *line, const struct record *labels)
{
	for (const char *label = NULL; labels && (label = record_next(labels, "label", label));) {
		size_t length = strcspn(label, "=");

		put_attribute(line, label, length, label[length] ? label + length + 1 : "");
	}
}

/* Docker's labels go over what an event says by itself. */
static bool is_label(const struct record *labels, const char *name)
{
	size_t length = strlen(name);

	for (const char *label = NULL; labels && (label = record_next(labels, "label", label));)
		if (strcspn(label, "=") == length && strncmp(label, name, length) == 0)
			return true;
	return false;
}

static bool put_pairs(struct line *line, const struct record *labels, va_list pairs)
{
	const char *name, *value;
	bool named = false;

	while ((name = va_arg(pairs, const char *)) && (value = va_arg(pairs, const char *))) {
		bool is_name = strcmp(name, "name") == 0;

		named = named || is_name;
		if (is_name || !is_label(labels, name))
			put_attribute(line, name, strlen(name), value);
	}
	return named;
}

static void put_name(struct line *line, const struct record *container)
{
	struct record lease autorecord = { 0 };
	const char *key = record_get(container, "lease");
	const char *name = key && lease_load(&lease, key) == 0 ? record_get(&lease, "name") : NULL;

	if (name)
		put_attribute(line, "name", 4, name);
}

/* The newest file, locked, with room for so many bytes; -1. */
static int open_file(int run, size_t length, off_t *end)
{
	for (int tries = 0; tries < TRIES; tries++) {
		int fd = lock_take(run, "events");
		struct stat file;

		if (fd < 0)
			return -1;
		if (fstat(fd, &file) == 0 && file.st_size + (off_t)length <= EVENTS_SIZE) {
			*end = file.st_size;
			return fd;
		}
		/* Readers keep the old file open and see by its inode number that there is a new one. */
		rotation_turn(run, "events", EVENTS_FILES);
		close(fd);
	}
	return -1;
}

/* Times are taken under the lock: the order of the lines is that of what they tell. */
static void append(struct line *line)
{
	autoclose int run = store_open(STORE_RUN, ""), fd = -1;
	struct timespec boot, wall;
	struct iovec parts[3];
	char head[64], last = '\n';
	ssize_t wrote;
	off_t end = 0;

	fd = run < 0 ? -1 : open_file(run, line->used + sizeof head, &end);
	if (fd < 0)
		return;
	clock_gettime(CLOCK_BOOTTIME, &boot);
	clock_gettime(CLOCK_REALTIME, &wall);
	snprintf(head, sizeof head, "%lld%09ld\t%lld%09ld\t", (long long)boot.tv_sec, boot.tv_nsec,
		 (long long)wall.tv_sec, wall.tv_nsec);
	line->text[line->used++] = '\n';
	if (end > 0 && pread(fd, &last, 1, end - 1) != 1)
		return;
	parts[0] = (struct iovec){ EVENTS_TORN, last == '\n' ? 0 : strlen(EVENTS_TORN) };
	parts[1] = (struct iovec){ head, strlen(head) };
	parts[2] = (struct iovec){ line->text, line->used };
	wrote = pwritev(fd, parts, 3, end);
	if (wrote < (ssize_t)(parts[0].iov_len + parts[1].iov_len + parts[2].iov_len) && wrote > 0
	    && ftruncate(fd, end) < 0)
		return;   /* the next one will mark it as torn */
}

static void note(struct line *line, const char *type, const char *id, const char *action)
{
	line->used = 0;
	put(line, type, strlen(type));
	put_raw(line, '\t');
	/* The words of a command may be long; what it happens to has to be told as well. */
	put(line, action, strnlen(action, EVENT_LENGTH / 4));
	put_raw(line, '\t');
	put(line, id, strlen(id));
}

void events_container(const struct record *container, const char *action, ...)
{
	int kept = errno;
	bool was = fail_silently(true);
	struct line line;
	va_list pairs;

	note(&line, "container", record_get(container, "id"), action);
	va_start(pairs, action);
	if (!put_pairs(&line, container, pairs))
		put_name(&line, container);
	va_end(pairs);
	put_attribute(&line, "image", 5, record_get(container, "image"));
	put_labels(&line, container);
	append(&line);
	fail_silently(was);
	errno = kept;
}

void events_other(const char *type, const char *id, const struct record *labels, const char *action, ...)
{
	int kept = errno;
	bool was = fail_silently(true);
	struct line line;
	va_list pairs;

	note(&line, type, id, action);
	va_start(pairs, action);
	put_pairs(&line, labels, pairs);
	va_end(pairs);
	put_labels(&line, labels);
	append(&line);
	fail_silently(was);
	errno = kept;
}
