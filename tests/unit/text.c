/* Text: sizes, MAC addresses, truth values and paths as people type them.
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - text: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static bool is_size(const char *text, unsigned long long expected)
{
	unsigned long long bytes;

	return text_size(text, &bytes) == 0 && bytes == expected;
}

static bool is_no_size(const char *text)
{
	unsigned long long bytes;

	return text_size(text, &bytes) < 0;
}

static bool is_mac(const char *text)
{
	static const unsigned char expected[MAC_LENGTH] = { 0x92, 0xd0, 0xc6, 0x0a, 0x29, 0x33 };
	unsigned char mac[MAC_LENGTH];

	return text_mac(text, mac) == 0 && memcmp(mac, expected, sizeof mac) == 0;
}

static bool is_no_mac(const char *text)
{
	unsigned char mac[MAC_LENGTH];

	return text_mac(text, mac) < 0;
}

static bool becomes(const char *path, const char *plain)
{
	char text[64];

	snprintf(text, sizeof text, "%s", path);
	text_clean_path(text);
	return strcmp(text, plain) == 0;
}

static bool is_bool(const char *text, bool expected)
{
	bool value;

	return text_bool(text, &value) == 0 && value == expected;
}

int main(void)
{
	bool ignored;

	ok(is_size("0", 0) && is_size("100", 100) && is_size("100b", 100), "a size without a unit is in bytes");
	ok(is_size("1k", 1024) && is_size("1K", 1024) && is_size("2m", 2 << 20) && is_size("1g", 1 << 30)
	   && is_size("1t", 1ULL << 40) && is_size("1p", 1ULL << 50), "a size has the units of Docker");
	ok(is_size("1kb", 1024) && is_size("1KiB", 1024) && is_size("1 m", 1 << 20) && is_size("1.5k", 1536),
	   "a size may be written out");
	ok(is_no_size("") && is_no_size("-1") && is_no_size("k") && is_no_size("1x") && is_no_size("1kk")
	   && is_no_size(" 1") && is_no_size("1  k") && is_no_size("1.") && is_no_size("0x10") && is_no_size("1e3")
	   && is_no_size("99999999999999999999"), "what is no size is refused");
	ok(is_mac("92:d0:c6:0a:29:33") && is_mac("92:D0:C6:0A:29:33") && is_mac("92-d0-c6-0a-29-33")
	   && is_mac("92d0.c60a.2933"), "a MAC address has three forms");
	ok(is_no_mac("") && is_no_mac("92:d0:c6:0a:29") && is_no_mac("92:d0:c6:0a:29:33:44")
	   && is_no_mac("92:d0:c6:0a:29:3") && is_no_mac("92:d0:c6:0a:29:3g") && is_no_mac("92:d0:c6:0a-29:33")
	   && is_no_mac("92:d0:c6:0a:29: 3"), "what is no MAC address is refused");
	ok(becomes("/", "/") && becomes("//", "/") && becomes("/a", "/a") && becomes("/a/", "/a")
	   && becomes("//a//b/./c/", "/a/b/c"), "a path becomes plain");
	ok(becomes("/a/../b", "/b") && becomes("/..", "/") && becomes("/../../a", "/a") && becomes("/a/b/../..", "/")
	   && becomes("/a/..b/...", "/a/..b/..."), "a path goes up, not above the root");
	ok(is_bool("1", true) && is_bool("t", true) && is_bool("True", true) && is_bool("0", false)
	   && is_bool("FALSE", false) && text_bool("yes", &ignored) < 0 && text_bool("", &ignored) < 0,
	   "a truth value is Go's");
	printf("1..%d\n", number);
	return failed != 0;
}
