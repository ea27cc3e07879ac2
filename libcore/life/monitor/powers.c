/* SPDX-License-Identifier: MIT */
#include <linux/capability.h>
#include <stdint.h>
#include <unistd.h>

#include "kernel/confine/caps.h"
#include "life/child/confinement.h"
#include "life/monitor/powers.h"

#define POWER(capability) (UINT64_C(1) << (capability))

/* Files and mounts of a root, whoever owns what is in it. An overlay does what it does with what who mounted it
 * had; the labels of Smack are among that. */
static const uint64_t FILES = POWER(CAP_CHOWN) | POWER(CAP_DAC_OVERRIDE) | POWER(CAP_FOWNER)
	| POWER(CAP_FSETID) | POWER(CAP_MKNOD) | POWER(CAP_SETFCAP) | POWER(CAP_SYS_CHROOT)
	| POWER(CAP_MAC_ADMIN) | POWER(CAP_MAC_OVERRIDE);

/* To look at another's namespaces; to end it; to set its limits; to become it and no more. */
static const uint64_t PROCESSES = POWER(CAP_SYS_PTRACE) | POWER(CAP_KILL) | POWER(CAP_SYS_RESOURCE)
	| POWER(CAP_SETUID) | POWER(CAP_SETGID) | POWER(CAP_SETPCAP);

/* Namespaces, mounts, programs for devices; interfaces, routes, rules. */
static const uint64_t ADMINISTRATION = POWER(CAP_SYS_ADMIN) | POWER(CAP_NET_ADMIN);

int powers_keep(const struct record *container)
{
	uint64_t set;

	if (confinement_most(container, &set) < 0)
		return -1;
	set |= FILES | PROCESSES | ADMINISTRATION;
	return caps_bound(set) < 0 ? -1 : caps_confine(set);
}

void powers_rest(void)
{
	caps_wield(POWER(CAP_KILL));
}

void powers_take(void)
{
	caps_wield(UINT64_MAX);
}

pid_t powers_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		powers_take();
	return pid;
}
