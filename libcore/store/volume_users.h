/* Who uses a volume: containers, running or not, whose record has it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* Add the ids of those that use it to `users`, under "id". Under volumes_lock. -1 said. */
int volume_users_find(const char *name, struct record *users);
