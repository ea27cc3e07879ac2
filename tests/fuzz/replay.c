/* The driver of a harness without libFuzzer: every seed once, as one test. TAP.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>

#include "fuzz.h"

enum { SEED_MOST = 1 << 20, SECONDS_MOST = 60 };

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	char path[256];
	DIR *seeds;
	struct dirent *seed;
	int count = 0;

	(void)argc;
	name = name ? name + 1 : argv[0];
	snprintf(path, sizeof path, "tests/fuzz/seeds/%s", name);
	seeds = opendir(path);
	if (geteuid() != 0) {
		puts("1..0 # SKIP needs root, for a mount namespace");
		return EXIT_SUCCESS;
	}
	alarm(SECONDS_MOST);
	while (seeds && (seed = readdir(seeds))) {
		size_t length;
		char *data = *seed->d_name == '.' ? NULL : file_read(dirfd(seeds), seed->d_name, SEED_MOST, &length);

		if (!data)
			continue;
		data = realloc(data, length ? length : 1);
		LLVMFuzzerTestOneInput((const uint8_t *)data, length);
		free(data);
		count++;
	}
	if (seeds)
		closedir(seeds);
	printf("%sok 1 - fuzz: %s is not harmed by its %d seeds\n1..1\n", count ? "" : "not ", name, count);
	return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
