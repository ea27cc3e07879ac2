/* What --log-driver (the first line) and --log-opt (the others) take.
 * SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "fuzz.h"
#include "store/log/log_options.h"
#include "store/log/log_tag.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = text, *line;
	struct record container autorecord = { 0 };
	struct log_options options;
	char tag[LOG_TAG];

	record_add(&container, "id", FUZZ_ID);
	record_add(&container, "image", "busybox");
	record_add(&container, "image_id", FUZZ_ID);
	record_add(&container, "command", "true");
	record_add(&container, "log_driver", text_cut(&rest, '\n'));
	while ((line = text_cut(&rest, '\n')))
		record_addf(&container, "log_opt", "%s%s", line, strchr(line, '=') ? "" : "=");
	if (log_options_check(&container) == 0 && log_options_read(&options, &container) == 0) {
		fuzz_expect(options.size >= 1024 && options.files >= 1);
		if (options.tag)
			fuzz_expect(log_tag_write(tag, options.tag, &container, "web") == 0 && strlen(tag) < LOG_TAG);
	}
	free(text);
	return 0;
}
