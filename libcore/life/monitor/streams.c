/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "kernel/terminal.h"
#include "life/monitor/streams.h"

static int set_nonblocking(int fd)
{
	return fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Only our end must not block: to the container its streams look as they always do. */
static int make_pipe(int *ours, int *theirs, int our_end)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	*ours = ends[our_end];
	*theirs = ends[!our_end];
	return set_nonblocking(*ours);
}

int streams_open(struct streams *streams, struct stream_ends *theirs, bool input)
{
	*theirs = (struct stream_ends){ { -1, -1, -1 } };
	streams->input = streams->output = streams->error = -1;
	if (streams->tty)
		return 0;
	if (input ? make_pipe(&streams->input, &theirs->ends[0], 1) < 0
		  : (theirs->ends[0] = open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0)
		return fail("make the standard streams: %m");
	if (make_pipe(&streams->output, &theirs->ends[1], 0) < 0
	    || make_pipe(&streams->error, &theirs->ends[2], 0) < 0)
		return fail("make the standard streams: %m");
	return 0;
}

/* Never /dev/null, which is the host's. */
void streams_give(const int ends[3], uid_t owner, gid_t group)
{
	struct stat what;

	for (int i = 0; owner && i < 3; i++)
		if (ends[i] >= 0 && fstat(ends[i], &what) == 0 && S_ISFIFO(what.st_mode)
		    && fchown(ends[i], owner, group) < 0)
			return;
}

void streams_take_terminal(struct streams *streams, int master)
{
	set_nonblocking(master);
	streams->output = master;
	streams->input = fcntl(master, F_DUPFD_CLOEXEC, 3);
}

void streams_close_ends(struct stream_ends *theirs)
{
	for (int i = 0; i < 3; i++)
		close_one(&theirs->ends[i]);
}

void streams_close(struct streams *streams)
{
	close_one(&streams->input);
	close_one(&streams->output);
	close_one(&streams->error);
	streams->pending = 0;
	streams->close_input = false;
}

bool streams_offer(struct streams *streams, const char *data, size_t length)
{
	if (streams->pending)
		return false;
	if (streams->input < 0 && !streams->tty)
		return true;   /* nobody reads any more: as a pipe without a reader, but silently */
	memcpy(streams->data, data, length);
	streams->pending = length;
	streams->written = 0;
	streams_push(streams);
	return true;
}

void streams_end_input(struct streams *streams)
{
	streams->close_input = true;
	streams_push(streams);
}

void streams_push(struct streams *streams)
{
	while (streams->pending && streams->input >= 0) {
		ssize_t wrote = write(streams->input, streams->data + streams->written, streams->pending);

		if (wrote < 0 && errno == EAGAIN)
			return;
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0) {
			streams->pending = 0;
			close_one(&streams->input);
			return;
		}
		streams->written += (size_t)wrote;
		streams->pending -= (size_t)wrote;
	}
	if (!streams->pending && streams->close_input && !streams->tty)
		close_one(&streams->input);
}

ssize_t streams_read(int *stream, char *data, size_t room)
{
	ssize_t got;

	while ((got = read(*stream, data, room)) < 0 && errno == EINTR)
		;
	if (got < 0 && errno == EAGAIN)
		return -1;
	/* A terminal whose last user has gone reads as EIO: that is its end. */
	if (got <= 0) {
		close_one(stream);
		return 0;
	}
	return got;
}

void streams_resize(const struct streams *streams, int rows, int columns)
{
	if (streams->tty && streams->output >= 0)
		terminal_resize(streams->output, rows, columns);
}
