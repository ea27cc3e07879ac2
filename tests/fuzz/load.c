/* Image archives as load takes them, all the way into a store.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "base/text.h"
#include "store/image/image_load.h"
#include "store/image/image_peek.h"

/* Whoever only peeks sees the same tags. */
static void compare(const struct record *found, const struct record *loaded)
{
	const char *tag = NULL, *other = NULL;

	while ((tag = record_next(loaded, "tag", tag))) {
		other = record_next(found, "tag", other);
		fuzz_expect(other && strcmp(tag, other) == 0);
	}
	fuzz_expect(!record_next(found, "tag", other));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record loaded autorecord = { 0 }, found autorecord = { 0 };
	char path[32];
	int fd, done, peeked;

	fuzz_world();
	fd = fuzz_file(data, size, path);
	peeked = image_peek(fd, "archive", &found);
	fuzz_expect(lseek(fd, 0, SEEK_SET) == 0);
	done = image_load(fd, "archive", NULL, NULL, &loaded);
	close(fd);
	if (done == 0) {
		fuzz_expect(peeked == 0);
		compare(&found, &loaded);
	}
	/* What a process of ours was harmed by, this one only hears of. Names in the archive may say so, too. */
	fuzz_expect(done == 0 || !text_ends(fail_text(), ": the process that did it was killed"));
	fuzz_expect(file_remove_tree(AT_FDCWD, "/run/state") == 0 && file_remove_tree(AT_FDCWD, "/run/run") == 0);
	return 0;
}
