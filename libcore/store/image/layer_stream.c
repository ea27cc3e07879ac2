/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "store/image/layer_stream.h"

static int feed_plain(void *context, const void *data, size_t length)
{
	return unpack_feed(context, data, length);
}

int layer_stream_begin(struct layer_stream *stream, const struct unpack *unpack, bool gzip)
{
	stream->gzip = gzip;
	stream->trouble = 0;
	stream->unpack = *unpack;
	digest_begin(&stream->blob);
	if (gzip && gunzip_begin(&stream->gunzip, feed_plain, &stream->unpack) < 0)
		return fail("unpack %s: %m", unpack->what);
	if (unpack_begin(&stream->unpack) == 0)
		return 0;
	if (gzip)
		gunzip_end(&stream->gunzip);
	return -1;
}

int layer_stream_feed(struct layer_stream *stream, const void *data, size_t length)
{
	int fed;

	if (stream->gzip) {
		digest_add(&stream->blob, data, length);
		fed = gunzip_feed(&stream->gunzip, data, length);
	} else {
		fed = unpack_feed(&stream->unpack, data, length);
	}
	if (fed < 0)
		stream->trouble = errno;
	return fed;
}

int layer_stream_end(struct layer_stream *stream, struct layer_facts *facts)
{
	if (stream->gzip && gunzip_end(&stream->gunzip) < 0 && !stream->trouble)
		stream->trouble = ENODATA;
	if (stream->trouble && stream->trouble != EPIPE) {
		unpack_cancel(&stream->unpack);
		if (stream->trouble == EFBIG)
			return allowance_fail(stream->unpack.allowance, stream->unpack.what);
		if (stream->trouble == EBADMSG)
			return fail("unpack %s: its gzip data is damaged", stream->unpack.what);
		if (stream->trouble == ENODATA)
			return fail("unpack %s: its gzip data is cut off", stream->unpack.what);
		errno = stream->trouble;
		return fail("unpack %s: %m", stream->unpack.what);
	}
	/* EPIPE: the processes gave up, and have said why. */
	if (unpack_end(&stream->unpack, &facts->plain) < 0)
		return -1;
	digest_end(&stream->blob, facts->blob);
	if (!stream->gzip)
		memcpy(facts->blob, facts->plain.digest, sizeof facts->blob);
	return 0;
}

void layer_stream_cancel(struct layer_stream *stream)
{
	if (stream->gzip)
		gunzip_end(&stream->gunzip);
	unpack_cancel(&stream->unpack);
}
