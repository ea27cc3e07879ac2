/* Detach keys, and what is typed on a terminal that has them: the keys, a newline, what is typed.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "life/detach_keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *typed = memchr(text, '\n', size);
	struct detach_keys keys;
	bool complete = false;

	if (typed)
		*typed++ = '\0';
	if (detach_keys_parse(&keys, text) == 0 && typed) {
		size_t length = size - (size_t)(typed - text), half = length / 2, count;
		char *passed = malloc(length + DETACH_KEYS_MOST);

		fuzz_expect(passed);
		complete = detach_keys_filter(&keys, typed, half, passed, &count);
		fuzz_expect(count <= half);
		if (!complete)
			detach_keys_filter(&keys, typed + half, length - half, passed, &count);
		fuzz_expect(count <= length - half + DETACH_KEYS_MOST);
		free(passed);
	}
	free(text);
	return 0;
}
