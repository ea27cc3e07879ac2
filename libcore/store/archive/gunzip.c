/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "store/archive/gunzip.h"

enum {
	OUTPUT = 1 << 17,
	GZIP_ONLY = 16 + MAX_WBITS   /* of inflateInit2: a gzip header, whose checksum is checked */
};

bool gunzip_knows(const void *data, size_t length)
{
	return length >= 2 && memcmp(data, "\x1f\x8b", 2) == 0;
}

int gunzip_begin(struct gunzip *gunzip, int (*sink)(void *, const void *, size_t), void *context)
{
	*gunzip = (struct gunzip){ .sink = sink, .context = context };
	if (inflateInit2(&gunzip->stream, GZIP_ONLY) == Z_OK)
		return 0;
	errno = ENOMEM;
	return -1;
}

void gunzip_give(struct gunzip *gunzip, const void *data, size_t length)
{
	gunzip->stream.next_in = (void *)data;
	gunzip->stream.avail_in = (unsigned)length;
}

/* False if what is left can only be padding: it follows the last member, and is not another one. */
static bool begin_member(struct gunzip *gunzip)
{
	gunzip->between = false;
	if (*gunzip->stream.next_in == 0x1f)
		return inflateReset(&gunzip->stream) == Z_OK;
	gunzip->between = true;
	gunzip->stream.avail_in = 0;
	return false;
}

ssize_t gunzip_take(struct gunzip *gunzip, void *to, size_t room)
{
	z_stream *stream = &gunzip->stream;
	int state;

	stream->next_out = to;
	stream->avail_out = (unsigned)room;
	while (stream->avail_out == room && (stream->avail_in || gunzip->more)) {
		if (gunzip->between && !begin_member(gunzip))
			break;
		state = inflate(stream, Z_NO_FLUSH);
		if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
			errno = state == Z_MEM_ERROR ? ENOMEM : EBADMSG;
			return -1;
		}
		gunzip->between = state == Z_STREAM_END;
		gunzip->more = state == Z_OK && !stream->avail_out;
	}
	return (ssize_t)(room - stream->avail_out);
}

int gunzip_feed(struct gunzip *gunzip, const void *data, size_t length)
{
	static unsigned char output[OUTPUT];
	ssize_t got;

	gunzip_give(gunzip, data, length);
	while ((got = gunzip_take(gunzip, output, sizeof output)) > 0)
		if (gunzip->sink(gunzip->context, output, (size_t)got) < 0)
			return -1;
	return (int)got;
}

int gunzip_end(struct gunzip *gunzip)
{
	inflateEnd(&gunzip->stream);
	if (gunzip->between)
		return 0;
	errno = EBADMSG;
	return -1;
}
