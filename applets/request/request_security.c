/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/child/security_option.h"
#include "request/request.h"
#include "request/request_security.h"
#include "store/seccomp_profile.h"

static int copy(struct record *container, const char *key, const char *option)
{
	for (const char *text = NULL; (text = record_next(&request.lists, option, text));)
		if (record_add(container, key, text) < 0)
			return fail("take --%s %s: %m", option, text);
	return 0;
}

/* What Docker's client looks at: that there is a value, and that a profile is JSON. */
static int add_option(struct record *container, const char *option)
{
	const char *value = security_option_value(option, "seccomp"), *separator = strpbrk(option, "=:");
	autofree char *profile = NULL;

	if (strcmp(option, "no-new-privileges") != 0 && (!separator || !separator[1]))
		return fail("Invalid --security-opt: \"%s\"", option);
	if (value && strcmp(value, "unconfined") != 0 && strcmp(value, "builtin") != 0) {
		profile = seccomp_profile_load(value);
		if (!profile)
			return -1;
	}
	if ((profile ? record_addf(container, "security_opt", "seccomp=%s", profile)
		     : record_add(container, "security_opt", option)) < 0)
		return fail("take --security-opt %s: %m", option);
	return 0;
}

int request_security_add(struct record *container)
{
	if (copy(container, "cap_add", "cap-add") < 0 || copy(container, "cap_drop", "cap-drop") < 0)
		return -1;
	for (const char *option = NULL; (option = record_next(&request.lists, "security-opt", option));)
		if (add_option(container, option) < 0)
			return -1;
	if (request.privileged && record_add(container, "privileged", "yes") < 0)
		return fail("take --privileged: %m");
	return 0;
}
