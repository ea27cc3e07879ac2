/* The host's resolv.conf, of which a container gets its own.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "life/network/resolver.c"

static void copy(const char *network, const char *key, const char *value)
{
	struct record container autorecord = { 0 };
	size_t length;
	char *text;

	fuzz_expect(record_add(&container, "network", network) == 0
		    && record_add(&container, key, value) == 0);
	text = compose(&container, &length);
	fuzz_expect(text && strlen(text) == length);
	fuzz_expect(strcmp(network, "host") == 0 || strstr(text, "nameserver"));
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_world();
	fuzz_put("/etc/resolv.conf", data, size);
	copy("bridge", "none", "");
	copy("host", "none", "");
	copy("bridge", "dns", "192.0.2.1");
	copy("bridge", "dns_search", "example.org");
	copy("bridge", "dns_opt", "ndots:2");
	return 0;
}
