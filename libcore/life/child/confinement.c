/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "kernel/confine/caps.h"
#include "kernel/confine/seccomp_default.h"
#include "kernel/confine/syscall_name.h"
#include "life/child/confinement.h"
#include "life/child/security_option.h"
#include "store/seccomp_profile.h"

/* Permits installing a filter. */
static const uint64_t ADMIN = UINT64_C(1) << CAP_SYS_ADMIN;

/* A way to every disk of the host, where no cgroup stands in it. */
static const uint64_t MAKE_NODES = UINT64_C(1) << CAP_MKNOD;

struct names {
	const char *key, *title;
	bool may_lack;            /* one that this process doesn't have is as good as found */
	uint64_t set;
	bool all;
};

/* All of what the lines of `key` name, but for ALL, which `all` then is. -1 said. */
static int read_names(struct names *names, const struct record *container)
{
	for (const char *name = NULL; (name = record_next(container, names->key, name));) {
		uint64_t found;
		char normal[64];

		if (strcasecmp(name, "ALL") == 0) {
			names->all = true;
			continue;
		}
		if (caps_find(name, &found) == 0 || (errno == ENOTSUP && names->may_lack)) {
			names->set |= found;
			continue;
		}
		caps_name(normal, sizeof normal, name);
		return errno == ENOTSUP ? fail("%s: capability not supported by your kernel or not available in the "
					       "current environment: \"%s\"", names->title, normal)
					: fail("%s: unknown capability: \"%s\"", names->title, normal);
	}
	return 0;
}

/* As Docker: what is added by name is there even if it is dropped, too. */
static int read_capabilities(const struct record *container, bool ruled, bool new, uint64_t *set)
{
	struct names added = { .key = "cap_add", .title = "invalid CapAdd" };
	/* A monitor has given up what its container drops. */
	struct names dropped = { .key = "cap_drop", .title = "invalid CapDrop", .may_lack = !new };
	uint64_t usual = caps_default() & ~(ruled ? 0 : MAKE_NODES);

	if (read_names(&added, container) < 0 || read_names(&dropped, container) < 0)
		return -1;
	if (record_get(container, "privileged"))
		*set = caps_all();
	else if (added.all)
		*set = caps_all() & ~dropped.set;
	else
		*set = added.set | (dropped.all ? 0 : usual & ~dropped.set);
	return 0;
}

int confinement_most(const struct record *container, uint64_t *set)
{
	return read_capabilities(container, true, false, set);
}

struct reading {
	struct seccomp_policy *policy;
	uint64_t capabilities;
};

static bool has_capability(const char *name, void *context)
{
	const struct reading *reading = context;
	uint64_t found;

	return caps_find(name, &found) == 0 && (reading->capabilities & found) == found;
}

/* The machine's own ABI may always be used, the others if the profile says so. */
static void begin(uint32_t otherwise, unsigned flags, void *context)
{
	struct reading *reading = context;

	seccomp_policy_begin(reading->policy, otherwise);
	reading->policy->flags = flags;
	reading->policy->abis = 1;
}

static void allow_abi(const char *name, void *context)
{
	struct reading *reading = context;

	for (int i = 0; i < syscall_abi_count; i++)
		if (strcmp(name, syscall_abis[i].name) == 0)
			reading->policy->abis |= 1U << i;
}

/* Profiles are written for many machines and kernels: a call that is none here is skipped. */
static int add_rule(const char *call, const struct call_rule *rule, void *context)
{
	struct reading *reading = context;
	int row = syscall_find(call);

	return row < 0 ? 0 : seccomp_policy_add(reading->policy, row, rule);
}

/* 1: there is to be no filter; -1 said. */
static int make_filter(struct seccomp_filter *filter, const struct record *container, uint64_t capabilities)
{
	const char *profile = security_option_profile(container);
	struct seccomp_policy policy;
	struct reading reading = { &policy, capabilities };
	const struct seccomp_reader reader = {
		.machine = syscall_machine, .own_abi = syscall_abis[0].name, .has_capability = has_capability,
		.begin = begin, .allow_abi = allow_abi, .add_rule = add_rule, .context = &reading,
	};

	int none = 0;

	if (profile ? strcmp(profile, "unconfined") == 0 : record_get(container, "privileged") != NULL)
		return 1;
	if (profile)
		none = seccomp_profile_read(profile, &reader);
	else
		seccomp_default(&policy, capabilities);
	return none ? none : seccomp_assemble(filter, &policy, syscall_abis, syscall_abi_count);
}

static int read_all(struct confinement *confinement, const struct record *container, bool ruled, bool new)
{
	int unfiltered;

	if (read_capabilities(container, ruled, new, &confinement->capabilities) < 0)
		return -1;
	confinement->no_new_privileges = security_option_no_new_privileges(container);
	confinement->filter.length = 0;
	unfiltered = make_filter(&confinement->filter, container, confinement->capabilities);
	confinement->filtered = unfiltered == 0;
	return unfiltered < 0 ? -1 : 0;
}

int confinement_read(struct confinement *confinement, const struct record *container, bool ruled)
{
	return read_all(confinement, container, ruled, false);
}

int confinement_check(const struct record *container)
{
	struct confinement confinement;

	return security_option_check(container) < 0 ? -1 : read_all(&confinement, container, true, true);
}

void confinement_privilege(struct confinement *confinement)
{
	confinement->capabilities = caps_all();
}

/* The kernel wants one of the two from who installs a filter. */
static bool filter_needs_admin(const struct confinement *confinement)
{
	return confinement->filtered && !confinement->no_new_privileges;
}

/* Another user than root has nothing, as after any exec. */
static uint64_t final_set(const struct confinement *confinement, const struct identity *identity)
{
	return identity->uid == 0 ? confinement->capabilities : 0;
}

int confinement_begin(const struct confinement *confinement, const struct identity *identity)
{
	uint64_t set = final_set(confinement, identity) | (filter_needs_admin(confinement) ? ADMIN : 0);

	if (caps_bound(confinement->capabilities) < 0 || caps_keep() < 0 || identity_assume(identity) < 0)
		return -1;
	return caps_confine(set);
}

int confinement_seal(const struct confinement *confinement, const struct identity *identity)
{
	if (confinement->no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return fail("forbid new privileges: %m");
	if (confinement->filtered && seccomp_install(&confinement->filter) < 0)
		return -1;
	return filter_needs_admin(confinement) ? caps_confine(final_set(confinement, identity)) : 0;
}

static size_t size_of(const struct confinement *confinement)
{
	return offsetof(struct confinement, filter.code)
	       + (size_t)confinement->filter.length * sizeof *confinement->filter.code;
}

int confinement_save(const struct confinement *confinement)
{
	int file = memfd_create("confinement", MFD_CLOEXEC);

	if (file < 0 || file_write(file, confinement, size_of(confinement)) < 0) {
		fail("hand the confinement over: %m");
		close(file);
		return -1;
	}
	return file;
}

int confinement_load(struct confinement *confinement, int file)
{
	ssize_t length = pread(file, confinement, sizeof *confinement, 0);

	if (length < (ssize_t)offsetof(struct confinement, filter.code) || (size_t)length != size_of(confinement))
		return fail("take the confinement: it is damaged");
	return 0;
}
