/* SPDX-License-Identifier: MIT */
#include "store/archive/directory_stream.h"
#include "store/archive/tree_copy.h"
#include "store/archive/unpack.h"

int tree_copy(int from, int to, const char *what)
{
	struct unpack unpack = { .what = what, .directory = to };
	struct directory_stream stream;
	struct unpacked facts;
	int result = -1;

	if (directory_stream_open(&stream, from, DIRECTORY_TREE, what) < 0)
		return -1;
	if (unpack_begin(&unpack) == 0) {
		if (unpack_feed_all(&unpack, stream.fd, NULL, 0) == 0)
			result = unpack_end(&unpack, &facts);
		else
			unpack_cancel(&unpack);
	}
	return directory_stream_close(&stream) < 0 ? -1 : result;
}
