/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "life/child/security_option.h"

const char *security_option_value(const char *option, const char *key)
{
	const char *rest = text_after(option, key);

	return rest && (*rest == '=' || *rest == ':') ? rest + 1 : NULL;
}

/* As Go's ParseBool; -1: it is neither. */
static int truth(const char *text)
{
	static const char *const words[] = {
		"0", "1", "f", "t", "F", "T", "false", "true", "False", "True", "FALSE", "TRUE", NULL
	};

	for (int i = 0; words[i]; i++)
		if (strcmp(text, words[i]) == 0)
			return i & 1;
	return -1;
}

static int check(const char *option)
{
	const char *value;

	if (strcmp(option, "no-new-privileges") == 0 || strcmp(option, "disable") == 0
	    || security_option_value(option, "seccomp"))
		return 0;
	value = security_option_value(option, "no-new-privileges");
	if (value && truth(value) >= 0)
		return 0;
	value = security_option_value(option, "label");
	if (value)
		return strcmp(value, "disable") == 0 ? 0 : fail("--security-opt label=%s: linkbox has no SELinux labels, "
								"only label=disable", value);
	value = security_option_value(option, "apparmor");
	if (value)
		return strcmp(value, "unconfined") == 0 ? 0 : fail("--security-opt apparmor=%s: linkbox loads no AppArmor "
								   "profiles, only apparmor=unconfined", value);
	if (security_option_value(option, "systempaths"))
		return fail("--security-opt %s: linkbox shows the whole of /proc and /sys to --privileged only", option);
	return fail("invalid --security-opt %d: \"%s\"", strpbrk(option, "=:") ? 2 : 1, option);
}

int security_option_check(const struct record *container)
{
	for (const char *option = NULL; (option = record_next(container, "security_opt", option));)
		if (check(option) < 0)
			return -1;
	return 0;
}

const char *security_option_profile(const struct record *container)
{
	const char *profile = NULL, *value;

	for (const char *option = NULL; (option = record_next(container, "security_opt", option));) {
		value = security_option_value(option, "seccomp");
		profile = value ? value : profile;
	}
	return profile && strcmp(profile, "builtin") != 0 ? profile : NULL;
}

bool security_option_no_new_privileges(const struct record *container)
{
	bool forbidden = false;

	for (const char *option = NULL; (option = record_next(container, "security_opt", option));) {
		const char *value = security_option_value(option, "no-new-privileges");

		if (value || strcmp(option, "no-new-privileges") == 0)
			forbidden = !value || truth(value) == 1;
	}
	return forbidden;
}
