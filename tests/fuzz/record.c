/* Records: what was read is the same when it was saved and is read again.
 * SPDX-License-Identifier: MIT */
#include "base/record.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record record autorecord = { 0 }, again autorecord = { 0 };
	static int directory;
	char path[32];
	int fd;

	fuzz_world();
	directory = directory ? directory : open("/run", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fd = fuzz_file(data, size, path);
	if (record_load(&record, AT_FDCWD, path) == 0) {
		record_get(&record, "key");
		record_number(&record, "number", 0);
		fuzz_expect(record_save(&record, directory, "record", false) == 0);
		fuzz_expect(record_load(&again, directory, "record") == 0 && again.length == record.length);
		fuzz_expect(!record.length || memcmp(again.text, record.text, record.length) == 0);
		fuzz_expect(record_add(&record, "key", "value") == 0 && record_has(&record, "key", "value"));
		record_drop(&record, "key");
		fuzz_expect(!record_get(&record, "key"));
	}
	close(fd);
	return 0;
}
