/* The images that a provisioning directory brings: its archives NAME.tar, NAME.tar.gz and NAME.tgz, and
 * those that its files NAME.image lead to. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "provision/provision.h"

/* Load what is missing, with a line each. An archive that is as it was when it was loaded is left alone
 * as long as its tags lead to some image. `*coming`: in a dry run, something would be loaded. -1: some
 * could not be had, said; the others were. */
int provision_images_load(const char *directory, const struct provision *how, bool *coming);
