/* Ids: what containers and anonymous volumes are called by. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"

/* A new one: as many hexadecimal digits. */
void id_draw(char id[ID_LENGTH + 1]);
