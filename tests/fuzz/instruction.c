/* Instructions of import -c, a line each.
 * SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "fuzz.h"
#include "store/image/image_change.h"
#include "store/image/image_config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record image autorecord = { 0 };
	char *text = fuzz_text(data, size), *rest = text;

	fuzz_expect(record_add(&image, "created", "0.000000000") == 0);
	/* "$A" doubles at each line: what a user does to himself. */
	for (char *line; image.length < 1 << 16 && (line = text_cut(&rest, '\n'));)
		image_change(&image, line);
	free(image_config_write(&image));
	free(text);
	return 0;
}
