/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/capability.h>
#include <sys/prctl.h>

#include "base/fail.h"
#include "base/text.h"
#include "kernel/confine/caps.h"

/* Longer than any capability's. */
enum { NAME_SIZE = 64 };

uint64_t caps_default(void)
{
	static const cap_value_t docker[] = {
		CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER, CAP_MKNOD, CAP_NET_RAW, CAP_SETGID,
		CAP_SETUID, CAP_SETFCAP, CAP_SETPCAP, CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT, CAP_KILL,
		CAP_AUDIT_WRITE,
	};
	uint64_t set = 0;

	for (size_t i = 0; i < sizeof docker / sizeof *docker; i++)
		set |= UINT64_C(1) << docker[i];
	return set;
}

static bool has(uint64_t set, cap_value_t capability)
{
	return set >> capability & 1;
}

uint64_t caps_all(void)
{
	uint64_t set = 0;

	for (cap_value_t capability = 0; capability < cap_max_bits(); capability++)
		if (cap_get_bound(capability) == 1)
			set |= UINT64_C(1) << capability;
	return set;
}

void caps_name(char *full, size_t size, const char *name)
{
	snprintf(full, size, "%s%s", strncasecmp(name, "CAP_", 4) == 0 ? "" : "CAP_", name);
	for (char *letter = full; *letter; letter++)
		*letter = (char)toupper((unsigned char)*letter);
}

int caps_find(const char *name, uint64_t *set)
{
	char full[NAME_SIZE];
	cap_value_t capability;

	if (strcasecmp(name, "ALL") == 0) {
		*set = caps_all();
		return 0;
	}
	caps_name(full, sizeof full, name);
	errno = EINVAL;
	if (!text_is_word(full, "_") || cap_from_name(full, &capability) < 0)
		return -1;
	errno = ENOTSUP;
	*set = UINT64_C(1) << capability;
	return cap_get_bound(capability) == 1 ? 0 : -1;
}

int caps_bound(uint64_t set)
{
	for (cap_value_t capability = 0; capability < cap_max_bits(); capability++) {
		if (has(set, capability) || cap_drop_bound(capability) == 0)
			continue;
		if (cap_get_bound(capability) != 0)
			return fail("drop capability %d: %m", capability);
	}
	return 0;
}

int caps_keep(void)
{
	return prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0 ? fail("keep capabilities: %m") : 0;
}

/* Of the permitted ones keep those in the set; make these effective and nothing inheritable. */
static int reduce(cap_t capabilities, uint64_t set)
{
	cap_flag_value_t permitted;

	for (cap_value_t capability = 0; capability < cap_max_bits(); capability++) {
		if (cap_get_flag(capabilities, capability, CAP_PERMITTED, &permitted) < 0)
			return -1;
		if (!has(set, capability))
			permitted = CAP_CLEAR;
		if (cap_set_flag(capabilities, CAP_PERMITTED, 1, &capability, permitted) < 0 ||
		    cap_set_flag(capabilities, CAP_EFFECTIVE, 1, &capability, permitted) < 0)
			return -1;
	}
	return cap_clear_flag(capabilities, CAP_INHERITABLE);
}

int caps_confine(uint64_t set)
{
	cap_t capabilities = cap_get_proc();
	int done = -1;

	/* No capability is ambient without being inheritable: the kernel sees to that set. */
	if (capabilities && reduce(capabilities, set) == 0)
		done = cap_set_proc(capabilities);
	if (done < 0)
		fail("confine capabilities: %m");
	cap_free(capabilities);
	return done;
}

void caps_wield(uint64_t set)
{
	struct __user_cap_header_struct self = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct halves[_LINUX_CAPABILITY_U32S_3];

	if (capget(&self, halves) < 0)
		return;
	for (int half = 0; half < _LINUX_CAPABILITY_U32S_3; half++)
		halves[half].effective = halves[half].permitted & (uint32_t)(set >> 32 * half);
	capset(&self, halves);
}
