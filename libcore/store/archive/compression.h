/* Compressions that linkbox does not read, by the name that people know them by. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* "zstd", "xz"…, NULL if data that starts like this is none of them. */
const char *compression_unread(const void *data, size_t length);
