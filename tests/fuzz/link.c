/* What --link takes, and the lines of a record about links.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "life/network/link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record container autorecord = { 0 };
	char *text = fuzz_text(data, size);
	struct link link;

	fuzz_world();
	if (link_check_words(text) == 0)
		link_add(&container, text);
	if (link_read(text, &link) == 0)
		fuzz_expect(strlen(link.lease) <= ID_LENGTH && strlen(link.alias) <= ALIAS_LENGTH);
	free(text);
	return 0;
}
