/* Configurations of images: what was read can be written, and read again.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "store/image/image_config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record image autorecord = { 0 }, again autorecord = { 0 };
	char *written;

	fail_silently(true);
	if (image_config_read(&image, (const char *)data, size, "configuration") < 0)
		return 0;
	record_drop(&image, "id");
	if (!record_get(&image, "created"))
		record_add(&image, "created", "0.000000000");
	written = image_config_write(&image);
	fuzz_expect(written != NULL);
	fuzz_expect(image_config_read(&again, written, strlen(written), "configuration") == 0);
	free(written);
	return 0;
}
