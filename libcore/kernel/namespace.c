/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/namespace.h"
#include "kernel/pidfd.h"

_Static_assert(NAMESPACE_ALL == (CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC |
	CLONE_NEWNET | CLONE_NEWCGROUP) && NAMESPACE_USER == CLONE_NEWUSER, "the kernel's numbers");

/* Only the newer system call starts a process in another cgroup. */
static pid_t clone_into(int namespaces, int *pidfd, int cgroup)
{
	struct clone_args how = {
		.flags = (uint64_t)namespaces | CLONE_INTO_CGROUP | (pidfd ? CLONE_PIDFD : 0),
		.pidfd = (uint64_t)(uintptr_t)pidfd, .exit_signal = SIGCHLD, .cgroup = (uint64_t)cgroup,
	};

	return (pid_t)syscall(SYS_clone3, &how, sizeof how);
}

pid_t namespace_clone(int namespaces, int *pidfd, int cgroup)
{
	/* The system call: libc's clone wants a stack, its fork takes no flags. */
	pid_t child = cgroup < 0 ? (pid_t)syscall(SYS_clone, namespaces | SIGCHLD | (pidfd ? CLONE_PIDFD : 0),
						  NULL, pidfd, NULL, NULL)
				 : clone_into(namespaces, pidfd, cgroup);

	if (child < 0 && namespaces & NAMESPACE_USER && errno != EAGAIN && errno != ENOMEM)
		return fail("start a process in a user namespace (--userns=auto): %m%s",
			    errno == EPERM ? " (in a chroot the kernel makes none)" : "");
	return child < 0 ? fail("start a process in new namespaces: %m") : child;
}

int namespace_join(int pidfd, int namespaces)
{
	return setns(pidfd, namespaces) < 0 ? fail("enter the container's namespaces: %m") : 0;
}

void namespace_name(pid_t pid, char name[NAMESPACE_NAME])
{
	char path[32];
	ssize_t length;

	snprintf(path, sizeof path, "/proc/%d/ns/mnt", (int)pid);
	length = readlink(path, name, NAMESPACE_NAME - 1);
	name[length < 0 ? 0 : length] = '\0';
}

/* True if there was one to be killed. */
static bool end_once(const char *name)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;
	bool any = false;

	while (processes && (entry = readdir(processes))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
		autoclose int process = pid > 0 ? pidfd_take(pid) : -1;
		char its[NAMESPACE_NAME];

		if (process < 0)
			continue;
		/* Asked after its descriptor was taken, the name is that of the process killed. */
		namespace_name(pid, its);
		if (strcmp(its, name) == 0 && pidfd_signal(process, SIGKILL) == 0)
			any = true;
	}
	if (processes)
		closedir(processes);
	return any;
}

void namespace_end(const char *name)
{
	enum { PASSES = 1000 };   /* one that can't be killed now is not waited for for ever */
	const struct timespec moment = { .tv_nsec = 1000000 };

	for (int pass = 0; *name && pass < PASSES && end_once(name); pass++)
		nanosleep(&moment, NULL);
}

int namespace_set_hostname(const char *hostname, const char *domainname)
{
	if (sethostname(hostname, strlen(hostname)) < 0)
		return fail("set the hostname to %s: %m", hostname);
	if (domainname && *domainname && setdomainname(domainname, strlen(domainname)) < 0)
		return fail("set the domain name to %s: %m", domainname);
	return 0;
}
