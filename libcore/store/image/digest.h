/* A digest: SHA-256, which is what images, their configurations and their layers are called by. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sha2.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"

struct digest {
	SHA2_CTX state;
};

/* For data that comes in pieces; digest_end writes the 64 hexadecimal digits. */
void digest_begin(struct digest *digest);
void digest_add(struct digest *digest, const void *data, size_t length);
void digest_end(struct digest *digest, char hex[ID_LENGTH + 1]);

/* For data that is there. */
void digest_of(const void *data, size_t length, char hex[ID_LENGTH + 1]);

/* True if `text` is 64 lower-case hexadecimal digits and nothing else. */
bool digest_is_hex(const char *text);

/* The 64 digits of "sha256:<64 digits>", NULL if it is anything else. */
const char *digest_parse(const char *text);
