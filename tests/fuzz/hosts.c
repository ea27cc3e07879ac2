/* Changing a line of an /etc/hosts that its container may have written: the alias, then the file.
 * SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "fuzz.h"
#include "life/network/hosts_change.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *file = text, *alias = text_cut(&file, '\n');
	char *changed, *without;

	if (file && text_is_word(alias, "_.-")) {
		changed = edit(file, alias, 0x0100007f);
		fuzz_expect(!changed || find_line(changed, alias));
		without = edit(file, alias, 0);
		fuzz_expect(!without == !changed && (!without || strlen(without) < strlen(file)));
		free(changed);
		free(without);
	}
	free(text);
	return 0;
}
