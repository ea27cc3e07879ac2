/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>

#include "base/fail.h"
#include "request/request.h"
#include "request/request_labels.h"
#include "request/variables.h"

int request_labels_check(void)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "label", text));)
		if (!*text || *text == '=')
			return fail("invalid argument \"%s\" for \"-l, --label\" flag: invalid label '%s': empty name",
				    text, text);
	return 0;
}

static int add(struct record *to, const char *label)
{
	return record_addf(to, "label", "%s%s", label, strchr(label, '=') ? "" : "=") < 0
	       ? fail("take the label %s: %m", label) : 0;
}

int request_labels_read(struct record *given)
{
	for (const char *path = NULL; (path = record_next(&request.lists, "label-file", path));)
		if (variables_read_file(given, "label", path) < 0)
			return -1;
	for (const char *text = NULL; (text = record_next(&request.lists, "label", text));)
		if (add(given, text) < 0)
			return -1;
	return 0;
}

/* True if a label of this name stands behind `from` (NULL: anywhere). */
static bool comes_again(const struct record *labels, const char *from, const char *label)
{
	size_t length = strcspn(label, "=") + 1;

	for (const char *each = from; (each = record_next(labels, "label", each));)
		if (strncmp(each, label, length) == 0)
			return true;
	return false;
}

int request_labels_add(struct record *container, const struct record *given, const struct record *image)
{
	for (const char *label = NULL; (label = record_next(image, "label", label));)
		if (!comes_again(given, NULL, label) && add(container, label) < 0)
			return -1;
	for (const char *label = NULL; (label = record_next(given, "label", label));)
		if (!comes_again(given, label, label) && add(container, label) < 0)
			return -1;
	return 0;
}
