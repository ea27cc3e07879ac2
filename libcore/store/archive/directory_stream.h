/* A directory as a stream: what reads a tar from a descriptor reads a directory as well. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

struct directory_stream {
	int fd;            /* where the tar comes from */
	pid_t writer;
};

/* What the directory is: its own files alone, with itself as "."; a layer of the store; the upper layer of a
 * container, times cut to seconds. */
enum directory_kind { DIRECTORY_TREE, DIRECTORY_LAYER, DIRECTORY_CHANGES };

/* Start to read an open directory; `what` is what messages call it. -1 said. */
int directory_stream_open(struct directory_stream *stream, int directory, enum directory_kind kind,
	const char *what);

/* The bytes that the stream of one will have, as long as nothing in it changes. -1 said. */
long long directory_stream_size(int directory, enum directory_kind kind, const char *what);

/* -1 if not all of it could be read; the process that read has said why. */
int directory_stream_close(struct directory_stream *stream);
