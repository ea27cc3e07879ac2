/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "archive_output.h"
#include "base/fail.h"
#include "progress.h"
#include "store/archive/output.h"

int archive_output_check(const char *path, const char *prefix)
{
	if (path)
		return output_check(path, prefix);
	return isatty(STDOUT_FILENO)
	       ? fail("cowardly refusing to save to a terminal. Use the -o flag or redirect") : 0;
}

int archive_output(const char *path, const char *verb,
		   int (*write)(int output, const struct watch *watch, const void *context), const void *context)
{
	struct progress progress = { 0 };
	struct output output;

	if (!path)
		return write(STDOUT_FILENO, NULL, context);
	if (output_open(&output, path) < 0)
		return -1;
	if (write(output.fd, progress_begin(&progress, verb), context) < 0) {
		output_drop(&output);
		return -1;
	}
	progress_end(&progress);
	return output_commit(&output);
}
