/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/directory_stream.h"
#include "store/tree_copy.h"
#include "store/unpack.h"

enum { PIECE = 1 << 16 };

static int feed_all(struct unpack *unpack, int fd)
{
	static unsigned char piece[PIECE];
	ssize_t got;

	while ((got = read(fd, piece, sizeof piece)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail("read %s: %m", unpack->what);
		if (unpack_feed(unpack, piece, (size_t)got) < 0)
			break;   /* unpack_end knows why */
	}
	return 0;
}

int tree_copy(int from, int to, const char *what)
{
	struct unpack unpack = { .what = what, .directory = to };
	struct directory_stream stream;
	struct unpacked facts;
	int result = -1;

	if (directory_stream_open(&stream, from, what) < 0)
		return -1;
	if (unpack_begin(&unpack) == 0) {
		if (feed_all(&unpack, stream.fd) == 0)
			result = unpack_end(&unpack, &facts);
		else
			unpack_cancel(&unpack);
	}
	return directory_stream_close(&stream) < 0 ? -1 : result;
}
