/* Gzip data that comes in pieces, made plain again. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <zlib.h>

struct gunzip {
	z_stream stream;
	bool between;     /* members: a gzip file may be several, one after the other */
	bool more;        /* than there was room for has been inflated */
	int (*sink)(void *context, const void *data, size_t length);
	void *context;
};

/* True if data that starts like this is gzip's. */
bool gunzip_knows(const void *data, size_t length);

/* What comes out goes to `sink`, which returns -1 to stop; NULL for who takes it himself. -1 and errno ENOMEM. */
int gunzip_begin(struct gunzip *gunzip, int (*sink)(void *, const void *, size_t), void *context);

/* -1 and errno: EBADMSG for damaged data (checksum included), else as the sink left it. */
int gunzip_feed(struct gunzip *gunzip, const void *data, size_t length);

/* Instead of feeding, and without a sink: give data, then take what comes of it until nothing does (0), and
 * give more. gunzip_take returns how much it wrote to `to`. -1 and errno: EBADMSG for damaged data. */
void gunzip_give(struct gunzip *gunzip, const void *data, size_t length);
ssize_t gunzip_take(struct gunzip *gunzip, void *to, size_t room);

/* Free what it holds. -1 and errno EBADMSG if the data ended too early. */
int gunzip_end(struct gunzip *gunzip);
