/* A layer as it comes along in an archive: plain or in gzip, its digests taken on the way. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/image/digest.h"
#include "store/archive/gunzip.h"
#include "store/archive/unpack.h"

struct layer_stream {
	bool gzip;
	int trouble;                  /* errno of the first failure, 0 if there was none */
	struct digest blob;
	struct gunzip gunzip;
	struct unpack unpack;
};

/* What is known of a layer that has passed. */
struct layer_facts {
	char blob[ID_LENGTH + 1];     /* digest of what came along */
	struct unpacked plain;        /* digest and size of the layer: its diff id */
};

/* Begin; where and how to unpack is copied from `unpack`. -1 said. */
int layer_stream_begin(struct layer_stream *stream, const struct unpack *unpack, bool gzip);

/* The next piece; -1 if there is no use in more: layer_stream_end says why. */
int layer_stream_feed(struct layer_stream *stream, const void *data, size_t length);

/* All has been fed. -1 said. */
int layer_stream_end(struct layer_stream *stream, struct layer_facts *facts);

/* Instead of layer_stream_end: what comes along is of no use any more. */
void layer_stream_cancel(struct layer_stream *stream);
