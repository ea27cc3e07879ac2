/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/text.h"
#include "store/image/digest.h"

void digest_begin(struct digest *digest)
{
	SHA256Init(&digest->state);
}

void digest_add(struct digest *digest, const void *data, size_t length)
{
	SHA256Update(&digest->state, data, length);
}

void digest_end(struct digest *digest, char hex[ID_LENGTH + 1])
{
	unsigned char bytes[SHA256_DIGEST_LENGTH];

	SHA256Final(bytes, &digest->state);
	text_hex(hex, bytes, sizeof bytes);
}

void digest_of(const void *data, size_t length, char hex[ID_LENGTH + 1])
{
	struct digest digest;

	digest_begin(&digest);
	digest_add(&digest, data, length);
	digest_end(&digest, hex);
}

bool digest_is_hex(const char *text)
{
	return strspn(text, "0123456789abcdef") == ID_LENGTH && !text[ID_LENGTH];
}

const char *digest_parse(const char *text)
{
	const char *hex = text_after(text, "sha256:");

	return hex && digest_is_hex(hex) ? hex : NULL;
}
