/* What a provisioning file asks for, in the one request that a process has (request.h). */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/limits.h"
#include "provision/provision_file.h"

/* Take the words. Relative paths in them begin at the file's directory, and a variable that they name
 * has no value: who calls makes no difference. As options_parse, it leaves where a word is wrong. */
void provision_request_read(const struct provision_file *file);

/* What is wrong with them by themselves; `image`: and whether theirs is there. -1 said. */
int provision_request_check(bool image);

/* Add name=, and needs=<name> for each container that has to be there first. -1 said. */
int provision_request_describe(struct record *asked);

/* Make the container, and take `former` (an id, "" for none) away before, once all that can be known
 * is right. Writes the new id. -1 said. */
int provision_request_make(const struct provision_file *file, const char *former, char id[ID_LENGTH + 1]);
