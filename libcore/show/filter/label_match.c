/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "show/filter/label_match.h"

bool label_match(const struct record *labelled, const char *wanted)
{
	size_t length = strcspn(wanted, "=");

	for (const char *label = NULL; (label = record_next(labelled, "label", label));) {
		const char *value = label + strcspn(label, "=");

		if ((size_t)(value - label) == length && memcmp(label, wanted, length) == 0
		    && (!wanted[length] || strcmp(*value ? value + 1 : "", wanted + length + 1) == 0))
			return true;
	}
	return false;
}
