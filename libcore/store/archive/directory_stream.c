/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "store/archive/directory_stream.h"
#include "store/archive/tree_read.h"

static int write_all(struct tar *tar, int directory, enum directory_kind kind)
{
	bool changes = kind == DIRECTORY_CHANGES;
	struct tree_reading reading = {
		.tar = tar, .one_file_system = true, .layer = kind != DIRECTORY_TREE, .foreign = changes,
		.whole_seconds = changes, .proc = -1,
	};

	if (tree_read(&reading, directory, ".", kind == DIRECTORY_TREE ? "." : "") < 0)
		return -1;
	return tar_write_end(tar);
}

long long directory_stream_size(int directory, enum directory_kind kind, const char *what)
{
	static struct tar tar;

	tar = (struct tar){ .fd = -1, .what = what, .counting = true };
	return write_all(&tar, directory, kind) < 0 ? -1 : tar.written;
}

int directory_stream_open(struct directory_stream *stream, int directory, enum directory_kind kind, const char *what)
{
	static struct tar tar;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail("read %s: %m", what);
	stream->writer = fork();
	if (stream->writer == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ends[0]);
		signal(SIGPIPE, SIG_IGN);
		tree_read_prepare();
		tar = (struct tar){ .fd = ends[1], .what = what };
		_exit(write_all(&tar, directory, kind) < 0);
	}
	close(ends[1]);
	stream->fd = ends[0];
	if (stream->writer > 0)
		return 0;
	auto_close(&stream->fd);
	return fail("read %s: %m", what);
}

int directory_stream_close(struct directory_stream *stream)
{
	int status = -1;

	close(stream->fd);
	while (waitpid(stream->writer, &status, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS ? 0 : -1;
}
