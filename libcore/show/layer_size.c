/* SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "base/auto.h"
#include "show/container_size.h"
#include "show/layer_size.h"
#include "store/image/layers.h"

unsigned long long layer_size(const char *digest)
{
	autoclose int directory = layers_open_directory(digest);
	autoclose int packed = directory < 0 ? layers_open_packed(digest) : -1;
	struct stat file;

	if (packed >= 0)
		return fstat(packed, &file) == 0 ? (unsigned long long)file.st_size : 0;
	return directory < 0 ? 0 : container_size_below(directory, ".");
}
