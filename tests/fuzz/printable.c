/* What strangers wrote, made safe for a terminal.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "show/printable.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *safe = NULL;
	size_t length;
	FILE *out = open_memstream(&safe, &length);

	fuzz_expect(out);
	printable_write(out, (const char *)data, size);
	fuzz_expect(fclose(out) == 0);
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)safe[i];

		/* Of controls: tab, newline, and what begins a colour. */
		fuzz_expect(byte >= ' ' || byte == '\t' || byte == '\n'
			    || (byte == 27 && i + 1 < length && safe[i + 1] == '['));
		fuzz_expect(byte != 0x7f);
		if (byte == 27)
			fuzz_expect(safe[i + 2 + strspn(safe + i + 2, "0123456789;:")] == 'm');
	}
	free(safe);
	return 0;
}
