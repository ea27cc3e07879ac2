/* A container's /etc/passwd and /etc/group, and whom a user's words mean by them: the words, then the
 * two files, between lines of dashes.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "kernel/identity.h"

static void put(const char *path, const char *text)
{
	unlink(path);
	if (text)
		fuzz_put(path, text, strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct identity identity;
	char *text = fuzz_text(data, size), *rest = text, *user = fuzz_cut(&rest);

	fuzz_world();
	user[strcspn(user, "\n")] = '\0';
	put("/etc/passwd", fuzz_cut(&rest));
	put("/etc/group", rest);
	if (identity_find(&identity, user) == 0)
		fuzz_expect(identity.uid <= INT32_MAX && identity.gid <= INT32_MAX && *identity.home
			    && identity.group_count > 0 && identity.group_count <= IDENTITY_GROUPS_MOST
			    && identity.groups[0] == identity.gid);
	free(text);
	return 0;
}
