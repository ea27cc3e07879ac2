/* Gunzip: data in pieces of any size, several members, and damage of every kind.
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "store/archive/gunzip.h"

enum { PLAIN = 300000, PACKED = 400000 };

static int number, failed;
static unsigned char plain[PLAIN], packed[PACKED], out[2 * PLAIN];
static size_t packed_length, out_length;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - gunzip: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static int take(void *context, const void *data, size_t length)
{
	(void)context;
	if (length > sizeof out - out_length)
		return -1;
	memcpy(out + out_length, data, length);
	out_length += length;
	return 0;
}

static void pack(const void *data, size_t length)
{
	z_stream stream = { .next_in = (void *)data, .avail_in = (unsigned)length,
			    .next_out = packed + packed_length, .avail_out = (unsigned)(PACKED - packed_length) };

	deflateInit2(&stream, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
	deflate(&stream, Z_FINISH);
	packed_length = PACKED - stream.avail_out;
	deflateEnd(&stream);
}

/* True if it came through whole; `out` has what came. */
static bool unpack(const unsigned char *data, size_t length, size_t piece)
{
	struct gunzip gunzip;
	int fed = 0;

	out_length = 0;
	if (gunzip_begin(&gunzip, take, NULL) < 0)
		return false;
	for (size_t at = 0; !fed && at < length; at += piece)
		fed = gunzip_feed(&gunzip, data + at, piece < length - at ? piece : length - at);
	return gunzip_end(&gunzip) == 0 && !fed;
}

static bool is_plain(void)
{
	return out_length == PLAIN && memcmp(out, plain, PLAIN) == 0;
}

static void damage(void)
{
	bool found = true;

	for (size_t cut = 0; cut < packed_length; cut += cut < 40 || packed_length - cut < 40 ? 1 : 997)
		found = found && !unpack(packed, cut, 4096);
	ok(found, "data that is cut off is found wherever");
	found = true;
	/* What the header says of the time and the system is under no checksum. */
	for (size_t at = 10; at < packed_length; at += packed_length - at < 40 ? 1 : 997) {
		packed[at] ^= 0x10;
		found = found && (!unpack(packed, packed_length, 4096) || is_plain());
		packed[at] ^= 0x10;
	}
	ok(found, "a flipped bit is found wherever");
}

int main(void)
{
	for (size_t i = 0; i < PLAIN; i++)
		plain[i] = (unsigned char)(i * i >> 7 ^ i);
	pack(plain, PLAIN);
	ok(gunzip_knows(packed, packed_length) && !gunzip_knows(plain, PLAIN), "knows gzip by its beginning");
	ok(unpack(packed, packed_length, packed_length) && is_plain(), "data in one piece");
	ok(unpack(packed, packed_length, 1) && is_plain(), "data byte by byte");
	ok(unpack(packed, packed_length, 1000) && is_plain(), "data in pieces");
	damage();
	memset(packed + packed_length, 0, 1000);
	ok(unpack(packed, packed_length + 1000, 64) && is_plain(), "padding behind the data");
	packed_length = 0;
	pack(plain, 1000);
	pack(plain + 1000, 0);
	pack(plain + 1000, PLAIN - 1000);
	ok(unpack(packed, packed_length, 7) && is_plain(), "several members");
	ok(unpack(packed, packed_length, packed_length) && is_plain(), "several members in one piece");
	printf("1..%d\n", number);
	return failed != 0;
}
