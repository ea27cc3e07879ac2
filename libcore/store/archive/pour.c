/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/archive/pour.h"

enum { PIECE = 1 << 20, COPIED = 1 << 18 };

/* To a file, which the kernel would write page by page, or where it can't. */
static ssize_t copy(int from, int to)
{
	static char piece[COPIED];
	ssize_t got = read(from, piece, sizeof piece);

	return got > 0 && file_write(to, piece, (size_t)got) < 0 ? -1 : got;
}

int pour(int from, int to, const struct watch *watch, const char *what, long long total)
{
	struct stat target;
	bool file = fstat(to, &target) == 0 && S_ISREG(target.st_mode);
	long long done = 0;
	ssize_t moved;

	do {
		moved = file ? copy(from, to) : splice(from, NULL, to, NULL, PIECE, SPLICE_F_MOVE);
		if (!file && moved < 0 && (errno == EINVAL || errno == ENOSYS))
			moved = copy(from, to);
		if (moved < 0 && errno == EINTR)
			continue;
		done += moved > 0 ? moved : 0;
		if (watch && moved > 0)
			watch->tell(watch->context, what, done, total > done ? total : done);
	} while (moved > 0 || (moved < 0 && errno == EINTR));
	return moved < 0 ? -1 : 0;
}
