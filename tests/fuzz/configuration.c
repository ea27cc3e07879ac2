/* linkbox.conf.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "store/configuration.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[32];
	int fd = fuzz_file(data, size, path);

	setenv("LINKBOX_CONF", path, 1);
	configuration_check();   /* the first one reads the file by itself */
	record_free(&settings);
	read_file();
	configuration_check();
	configuration("ports", "none");
	record_free(&settings);
	close(fd);
	return 0;
}
