/* What --since and --until take.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "when.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	uint64_t nanoseconds;

	when_parse("since", text, &nanoseconds);
	free(text);
	return 0;
}
