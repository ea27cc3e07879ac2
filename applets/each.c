/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "each.h"
#include "store/names.h"

int each_container(int argc, char **argv, int (*one)(const char *id, const char *name), const char *complaint)
{
	int status = EXIT_SUCCESS;
	char id[ID_LENGTH + 1];

	for (int i = 0; i < argc; i++) {
		bool was = fail_silently(complaint != NULL);
		int result = names_find(argv[i], id) < 0 ? -1 : one(id, argv[i]);

		fail_silently(was);
		if (result == 0) {
			puts(argv[i]);
			fflush(stdout);
			continue;
		}
		status = EXIT_FAILURE;   /* do the others */
		if (complaint)
			fail("%s %s: %s", complaint, argv[i], fail_text());
	}
	return status;
}
