/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "request/request.h"
#include "request/request_namespaces.h"
#include "store/configuration.h"
#include "store/names.h"

struct request_namespaces request_namespaces;

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static bool is_given(const char *text)
{
	return text && *text;
}

/* Of these the kernel has one per IPC namespace; those of the network begin with net. */
static bool is_of_ipc(const char *name, size_t length)
{
	static const char *const names[] = { "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem",
					     "kernel.shmall", "kernel.shmmax", "kernel.shmmni",
					     "kernel.shm_rmid_forced" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strlen(names[i]) == length && strncmp(names[i], name, length) == 0)
			return true;
	return text_starts(name, "fs.mqueue.");
}

static int check_sysctl(const char *text)
{
	size_t length = strcspn(text, "=");

	/* A dot becomes a slash: two of them would lead out. */
	if (text[length] && !memchr(text, '/', length) && !strstr(text, "..")
	    && (text_starts(text, "net.") || is_of_ipc(text, length)))
		return 0;
	return fail("invalid argument \"%s\" for \"--sysctl\" flag: sysctl '%s' is not whitelisted", text, text);
}

int request_namespaces_check_words(void)
{
	const char *size = request_namespaces.shm_size;
	unsigned long long bytes;

	for (const char *text = NULL; (text = record_next(&request.lists, "sysctl", text));)
		if (check_sysctl(text) < 0)
			return -1;
	if (size && text_size(size, &bytes) < 0)
		return fail("invalid argument \"%s\" for \"--shm-size\" flag: invalid size: '%s'", size, size);
	return 0;
}

int request_namespaces_check(void)
{
	const struct request_namespaces *asked = &request_namespaces;

	if (is_given(asked->pid) && !is(asked->pid, "host") && !is_given(text_after(asked->pid, "container:")))
		return fail("--pid: invalid PID mode");
	if (is_given(asked->uts) && !is(asked->uts, "host"))
		return fail("--uts: invalid UTS mode");
	if (is_given(asked->user) && !is(asked->user, "host") && !is(asked->user, "auto"))
		return fail("--userns: invalid USER mode");
	if (is_given(asked->cgroup) && !is(asked->cgroup, "private") && !is(asked->cgroup, "host"))
		return fail("--cgroupns: invalid CGROUP mode");
	return is(asked->cgroup, "host") ? fail("--cgroupns host is not supported: a container sees its own cgroup") : 0;
}

/* "host", or "container:" with the id of the one that was named. */
static int add_mode(struct record *container, const char *key, const char *mode)
{
	const char *other = text_after(mode, "container:");
	char id[ID_LENGTH + 1];

	if (other && names_find(other, id) < 0)
		return -1;
	return (other ? record_addf(container, key, "container:%s", id) : record_add(container, key, mode)) < 0
	       ? fail("take --%s %s: %m", key, mode) : 0;
}

static int check_ipc(const char *mode)
{
	static const char *const modes[] = { "none", "host", "shareable", "private", "" };

	for (size_t i = 0; mode && i < sizeof modes / sizeof modes[0]; i++)
		if (strcmp(mode, modes[i]) == 0)
			return 0;
	return mode && !is_given(text_after(mode, "container:")) ? fail("Invalid IPC mode: %s", mode) : 0;
}

int request_namespaces_check_use(const struct record *container)
{
	if (check_ipc(request_namespaces.ipc) < 0)
		return -1;
	for (const char *text = NULL; (text = record_next(&request.lists, "sysctl", text));) {
		int length = (int)strcspn(text, "=");

		if (text_starts(text, "net.") && is(record_get(container, "network"), "host"))
			return fail("sysctl \"%.*s\" not allowed in host network namespace", length, text);
		if (!text_starts(text, "net.") && is(request_namespaces.ipc, "host"))
			return fail("sysctl \"%.*s\" is not allowed in the hosts ipc namespace", length, text);
	}
	return 0;
}

/* What a user namespace doesn't go with, as Docker with --userns-remap has it. */
static int add_user(struct record *container)
{
	const char *mode = is_given(request_namespaces.user) ? request_namespaces.user : configuration("userns", "host");

	if (is(mode, "auto") && request.privileged)
		return fail("privileged mode is incompatible with user namespaces.  You must run the container in the "
			    "host namespace when running privileged mode");
	if (is(mode, "auto") && is(record_get(container, "network"), "host"))
		return fail("cannot share the host's network namespace when user namespaces are enabled");
	if (is(mode, "auto") && is(request_namespaces.pid, "host"))
		return fail("cannot share the host PID namespace when user namespaces are enabled");
	if (!is_given(request_namespaces.user) && is(mode, "host"))
		return 0;
	return record_add(container, "userns", mode) < 0 ? fail("take --userns %s: %m", mode) : 0;
}

int request_namespaces_add(struct record *container)
{
	const struct request_namespaces *asked = &request_namespaces;
	unsigned long long bytes = 0;

	if (is(asked->uts, "host") && request.hostname)
		return fail("conflicting options: hostname and the UTS mode");
	if (is(asked->uts, "host") && request.domainname)
		return fail("conflicting options: domainname and the UTS mode");
	if (asked->shm_size)
		text_size(asked->shm_size, &bytes);
	if (bytes && record_addf(container, "shm_size", "%llu", bytes) < 0)
		return fail("take --shm-size %s: %m", asked->shm_size);
	for (const char *text = NULL; (text = record_next(&request.lists, "sysctl", text));)
		if (record_add(container, "sysctl", text) < 0)
			return fail("take --sysctl %s: %m", text);
	if ((is_given(asked->ipc) && !is(asked->ipc, "private") && add_mode(container, "ipc", asked->ipc) < 0)
	    || (is_given(asked->pid) && add_mode(container, "pid", asked->pid) < 0)
	    || (is_given(asked->uts) && add_mode(container, "uts", asked->uts) < 0))
		return -1;
	return add_user(container);
}
