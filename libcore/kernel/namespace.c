/* SPDX-License-Identifier: MIT */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fail.h"
#include "kernel/namespace.h"

_Static_assert(NAMESPACE_ALL == (CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC |
	CLONE_NEWNET | CLONE_NEWCGROUP), "the kernel's numbers");

pid_t namespace_clone(int namespaces, int *pidfd)
{
	/* The system call: libc's clone wants a stack, its fork takes no flags. */
	pid_t child = (pid_t)syscall(SYS_clone, namespaces | SIGCHLD | (pidfd ? CLONE_PIDFD : 0),
		NULL, pidfd, NULL, NULL);

	return child < 0 ? fail("start a process in new namespaces: %m") : child;
}

int namespace_join(int pidfd, int namespaces)
{
	return setns(pidfd, namespaces) < 0 ? fail("enter the container's namespaces: %m") : 0;
}

pid_t namespace_own_pid(void)
{
	char text[16];
	ssize_t length = readlink("/proc/self", text, sizeof text - 1);

	if (length < 0)
		return fail("read /proc/self: %m");
	text[length] = '\0';
	return (pid_t)strtol(text, NULL, 10);
}

int namespace_set_hostname(const char *hostname, const char *domainname)
{
	if (sethostname(hostname, strlen(hostname)) < 0)
		return fail("set the hostname to %s: %m", hostname);
	if (domainname && *domainname && setdomainname(domainname, strlen(domainname)) < 0)
		return fail("set the domain name to %s: %m", domainname);
	return 0;
}
