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

/* Inflate what is there until it is used up or a member ends. */
static int inflate_some(struct gunzip *gunzip)
{
	static unsigned char output[OUTPUT];
	z_stream *stream = &gunzip->stream;
	int state;

	do {
		stream->next_out = output;
		stream->avail_out = OUTPUT;
		state = inflate(stream, Z_NO_FLUSH);
		if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
			errno = state == Z_MEM_ERROR ? ENOMEM : EBADMSG;
			return -1;
		}
		if (gunzip->sink(gunzip->context, output, OUTPUT - stream->avail_out) < 0)
			return -1;
	} while (state == Z_OK && (stream->avail_in || !stream->avail_out));
	gunzip->between = state == Z_STREAM_END;
	return 0;
}

int gunzip_feed(struct gunzip *gunzip, const void *data, size_t length)
{
	gunzip->stream.next_in = (void *)data;
	gunzip->stream.avail_in = (unsigned)length;
	while (gunzip->stream.avail_in) {
		if (gunzip->between) {
			/* What follows the last member, if not another one, is padding. */
			if (*gunzip->stream.next_in != 0x1f)
				return 0;
			inflateReset(&gunzip->stream);
		}
		if (inflate_some(gunzip) < 0)
			return -1;
	}
	return 0;
}

int gunzip_end(struct gunzip *gunzip)
{
	inflateEnd(&gunzip->stream);
	if (gunzip->between)
		return 0;
	errno = EBADMSG;
	return -1;
}
