/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "show/label_match.h"

bool label_match(const struct record *labelled, const char *wanted)
{
	size_t length = strlen(wanted);

	for (const char *label = NULL; (label = record_next(labelled, "label", label));)
		if (strncmp(label, wanted, length) == 0
		    && (!label[length] || (label[length] == '=' && !strchr(wanted, '='))))
			return true;
	return false;
}
