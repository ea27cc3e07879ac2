/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "store/log/log_syslog.h"
#include "store/names.h"

enum { ERROR = 3, WARNING = 4, NOTE = 6 };    /* severities */
enum { TRIES = 3, PATIENCE = 20 };        /* milliseconds for a daemon that is about to read */
enum { HEAD = 1024 };          /* longer than host and twice the tag */

int log_syslog_begin(struct log_syslog *syslog, const struct log_options *options, const struct record *container,
		     const int *pid)
{
	const char *tag = options->tag ? options->tag : "{{.ID}}";
	char name[NAME_LENGTH + 1];
	time_t now = time(NULL);
	struct tm parts;

	syslog->socket = -1;
	syslog->hangs = false;
	syslog->pid = pid;
	syslog->lost = syslog->lines[0].used = syslog->lines[1].used = 0;
	syslog->facility = options->facility;
	syslog->format = options->format;
	if (gethostname(syslog->host, sizeof syslog->host - 1) < 0)
		*syslog->host = '\0';
	/* Now it reads the zone, and not when it may not allocate. */
	localtime_r(&now, &parts);
	if (log_tag_write(syslog->tag, *tag ? tag : "{{.ID}}", container, names_of(record_get(container, "id"), name)) < 0)
		return -1;
	return log_address_read(&syslog->address, options->address);
}

/* RFC 5424 writes +02:00 where strftime writes +0200. */
static size_t write_time(char *text, size_t room, bool exact)
{
	struct timespec now;
	struct tm parts;
	char zone[8];
	size_t used;

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &parts);
	used = strftime(text, room, "%Y-%m-%dT%H:%M:%S", &parts);
	if (exact)
		used += (size_t)snprintf(text + used, room - used, ".%06ld", now.tv_nsec / 1000);
	strftime(zone, sizeof zone, "%z", &parts);
	if (parts.tm_gmtoff)
		used += (size_t)snprintf(text + used, room - used, "%.3s:%s", zone, zone + 3);
	else
		used += (size_t)snprintf(text + used, room - used, "Z");
	return used;
}

static size_t write_head(const struct log_syslog *syslog, int severity, char head[HEAD])
{
	bool new = syslog->format == SYSLOG_RFC5424 || syslog->format == SYSLOG_RFC5424_MICRO;
	int priority = syslog->facility << 3 | severity, pid = *syslog->pid;
	size_t used = (size_t)snprintf(head, HEAD, "<%d>%s", priority, new ? "1 " : "");
	time_t now = time(NULL);
	struct tm parts;

	if (new) {
		used += write_time(head + used, HEAD - used, syslog->format == SYSLOG_RFC5424_MICRO);
		return used + (size_t)snprintf(head + used, HEAD - used, " %.200s %s %d %s - ", syslog->host, syslog->tag,
					       pid, syslog->tag);
	}
	used += strftime(head + used, HEAD - used, "%b %e %H:%M:%S ", localtime_r(&now, &parts));
	if (syslog->format == SYSLOG_RFC3164)
		used += (size_t)snprintf(head + used, HEAD - used, "%.200s ", syslog->host);
	return used + (size_t)snprintf(head + used, HEAD - used, "%s[%d]: ", syslog->tag, pid);
}

static int connect_daemon(struct log_syslog *syslog)
{
	syslog->socket = socket(syslog->address.name.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (syslog->socket >= 0
	    && connect(syslog->socket, (struct sockaddr *)&syslog->address.name, syslog->address.length) == 0)
		return 0;
	if (syslog->socket >= 0)
		close(syslog->socket);
	syslog->socket = -1;
	return -1;
}

static bool send_once(struct log_syslog *syslog, int severity, const char *text, size_t length)
{
	char head[HEAD];
	struct iovec parts[] = {
		{ head, write_head(syslog, severity, head) }, { (char *)text, length },
		{ "\n", !length || text[length - 1] != '\n' },
	};
	struct msghdr packet = { .msg_iov = parts, .msg_iovlen = 3 };

	return sendmsg(syslog->socket, &packet, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

/* The queue of a local socket is short, and a daemon that reads empties it at once. One that was waited for
 * in vain is not waited for again until it has read. */
static bool becomes_free(struct log_syslog *syslog)
{
	struct pollfd room = { .fd = syslog->socket, .events = POLLOUT };

	syslog->hangs = syslog->hangs || poll(&room, 1, PATIENCE) <= 0;
	return !syslog->hangs;
}

static bool send_message(struct log_syslog *syslog, int severity, const char *text, size_t length)
{
	for (int tries = 0; tries < TRIES; tries++) {
		if (syslog->socket < 0 && connect_daemon(syslog) < 0)
			return false;
		if (send_once(syslog, severity, text, length)) {
			syslog->hangs = false;
			return true;
		}
		if (errno == EAGAIN && becomes_free(syslog))
			continue;
		if (errno == EAGAIN || errno == ENOBUFS || errno == EMSGSIZE)
			return false;
		/* A daemon that was started anew has a new socket under the old name. */
		close(syslog->socket);
		syslog->socket = -1;
	}
	return false;
}

static bool tell_loss(struct log_syslog *syslog)
{
	char text[64];
	int length = snprintf(text, sizeof text, "lines dropped: %" PRIu64, syslog->lost);

	return send_message(syslog, WARNING, text, (size_t)length);
}

/* False: it was lost. */
static bool send_line(struct log_syslog *syslog, enum log_stream stream, const char *text, size_t length)
{
	if (!length)
		return true;
	if (syslog->lost && tell_loss(syslog))
		syslog->lost = 0;
	if (!syslog->lost && send_message(syslog, stream == LOG_STDERR ? ERROR : NOTE, text, length))
		return true;
	syslog->lost++;
	return false;
}

void log_syslog_append(struct log_syslog *syslog, enum log_stream stream, const char *data, size_t length)
{
	char *text = syslog->lines[stream == LOG_STDERR].text;
	size_t *used = &syslog->lines[stream == LOG_STDERR].used;
	bool listens = true;

	if (!length) {
		send_line(syslog, stream, text, *used);
		*used = 0;
	}
	while (length) {
		size_t part = length < LOG_LINE - *used ? length : LOG_LINE - *used;
		const char *newline = memchr(data, '\n', part);
		size_t taken = newline ? (size_t)(newline - data) : part;

		memcpy(text + *used, data, taken);
		*used += taken;
		data += taken + (newline != NULL);
		length -= taken + (newline != NULL);
		if (!newline && *used < LOG_LINE)
			continue;
		/* Asked once a chunk: a daemon that is not there costs little. */
		if (listens)
			listens = send_line(syslog, stream, text, *used);
		else
			syslog->lost += *used > 0;
		*used = 0;
	}
}
