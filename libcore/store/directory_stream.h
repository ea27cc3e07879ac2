/* A directory as a stream: what reads a tar from a descriptor reads a directory as well. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

struct directory_stream {
	int fd;            /* where the tar comes from */
	pid_t writer;
};

/* Start to read an open directory; `what` is what messages call it. -1 said. */
int directory_stream_open(struct directory_stream *stream, int directory, const char *what);

/* -1 if not all of it could be read; the process that read has said why. */
int directory_stream_close(struct directory_stream *stream);
