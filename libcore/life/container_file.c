/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/limits.h"
#include "life/container_file.h"

int container_file_write(int directory, const char *name, const char *text, size_t length)
{
	size_t old_length;
	autofree char *old = file_read(directory, name, RECORD_SIZE, &old_length);

	if (old && old_length == length && memcmp(old, text, length) == 0)
		return 0;
	if (file_replace(directory, name, text, length, false) < 0)
		return -1;
	return fchmodat(directory, name, 0644, 0);
}
