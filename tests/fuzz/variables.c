/* Files of --env-file.
 * SPDX-License-Identifier: MIT */
#include "base/record.h"
#include "fuzz.h"
#include "request/variables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record given autorecord = { 0 }, read autorecord = { 0 };
	char path[32];
	int fd = fuzz_file(data, size, path);

	fuzz_expect(record_add(&given, "env-file", path) == 0);
	if (variables_read(&read, &given) == 0)
		for (const char *line = NULL; (line = record_next(&read, "env", line));)
			fuzz_expect(*line && *line != '=' && strchr(line, '='));
	close(fd);
	return 0;
}
