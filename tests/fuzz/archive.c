/* Layers: a tar, read entry by entry and written into a directory that it must not leave.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "store/archive/unpack.c"

static bool is_untouched(void)
{
	struct stat file;

	return fstatat(AT_FDCWD, "/run/beside", &file, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(file.st_mode)
	       && file.st_size == 0 && file.st_nlink == 1 && file.st_mtime == 1 && (file.st_mode & 07777) == 0600;
}

static void begin(void)
{
	struct timespec times[] = { { 1, 0 }, { 1, 0 } };

	fuzz_world();
	fuzz_put("/run/beside", "", 0);
	chmod("/run/beside", 0600);
	utimensat(AT_FDCWD, "/run/beside", times, 0);
	fuzz_directory("/run/tree");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct unpack unpack = { .what = "layer", .directory = 0, .whiteouts = true };
	struct archive_reader *archive;
	long long sum = 0;
	struct tree tree;
	char path[32];
	int fd;

	begin();
	fd = fuzz_file(data, size, path);
	archive = archive_reader_open(&(struct archive_source){ .fd = fd, .what = "layer", .gzip = true });
	if (archive && tree_open(&tree, "/run/tree", "layer", "store") == 0)
		write_entries(&unpack, archive, &tree, &sum);
	if (archive)
		tree_close(&tree);
	archive_reader_close(archive);
	close(fd);
	fuzz_expect(sum >= 0 && is_untouched());
	fuzz_expect(file_remove_tree(AT_FDCWD, "/run/tree") == 0);
	return 0;
}
