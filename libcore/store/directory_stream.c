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
#include "store/directory_stream.h"
#include "store/tree_read.h"

static int write_all(int fd, int directory, const char *what)
{
	static struct tar tar;
	struct tree_reading reading = { .tar = &tar, .one_file_system = true, .proc = -1 };

	tar.fd = fd;
	tar.what = what;
	signal(SIGPIPE, SIG_IGN);
	return tree_read(&reading, directory, ".", ".") < 0 ? -1 : tar_write_end(&tar);
}

int directory_stream_open(struct directory_stream *stream, int directory, const char *what)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail("read %s: %m", what);
	stream->writer = fork();
	if (stream->writer == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ends[0]);
		_exit(write_all(ends[1], directory, what) < 0);
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
