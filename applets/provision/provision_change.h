/* What has changed since a container was made of a provisioning file. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

#include "provision/provision_file.h"

/* Write why the container of this record is to be made anew; "" if all is as it was: the words, the
 * files that they name, the image that they mean, the containers whose namespaces it shares. */
void provision_change_find(char *why, size_t size, const struct provision_file *file,
	const struct record *container);
