/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "each.h"
#include "store/names.h"

int each_container(int argc, char **argv, int (*one)(const char *id, const char *name))
{
	int status = EXIT_SUCCESS;
	char id[ID_LENGTH + 1];

	for (int i = 0; i < argc; i++) {
		if (names_find(argv[i], id) < 0 || one(id, argv[i]) < 0)
			status = EXIT_FAILURE;   /* already said; do the others */
		else
			puts(argv[i]);
		fflush(stdout);
	}
	return status;
}
