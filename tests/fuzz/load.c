/* Image archives as load takes them, all the way into a store.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "store/image_load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record loaded autorecord = { 0 };
	char path[32];
	int fd, done;

	fuzz_world();
	fd = fuzz_file(data, size, path);
	done = image_load(fd, "archive", NULL, &loaded);
	close(fd);
	/* What a process of ours was harmed by, this one only hears of. */
	fuzz_expect(done == 0 || !strstr(fail_text(), "was killed"));
	fuzz_expect(file_remove_tree(AT_FDCWD, "/run/state") == 0 && file_remove_tree(AT_FDCWD, "/run/run") == 0);
	return 0;
}
