/* Gzip data: the first byte says in which pieces the rest comes.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "store/archive/gunzip.h"

enum { OUTPUT_MOST = 4 << 20 };

static int take(void *context, const void *data, size_t length)
{
	size_t *sum = context;

	(void)data;
	*sum += length;
	return *sum > OUTPUT_MOST ? -1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t piece = size ? 1U + *data : 1, sum = 0;
	struct gunzip gunzip;
	int fed = 0;

	fuzz_expect(gunzip_begin(&gunzip, take, &sum) == 0);
	for (size_t at = 1; at < size && fed == 0; at += piece)
		fed = gunzip_feed(&gunzip, data + at, piece < size - at ? piece : size - at);
	gunzip_end(&gunzip);
	return 0;
}
