/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/network/loopback.h"
#include "kernel/mount/mount.h"
#include "kernel/namespace.h"
#include "kernel/pidfd.h"
#include "kernel/mount/rootfs.h"
#include "kernel/mount/target.h"
#include "life/child/child_namespaces.h"
#include "life/monitor/message.h"
#include "store/container_record.h"

static bool is(const struct record *container, const char *key, const char *value)
{
	const char *mode = record_get(container, key);

	return mode && strcmp(mode, value) == 0;
}

/* The id behind "container:"; NULL if it is none of another container. */
static const char *other(const struct record *container, const char *key)
{
	const char *mode = record_get(container, key);

	return mode ? text_after(mode, "container:") : NULL;
}

bool child_namespaces_share_processes(const struct record *container)
{
	return record_get(container, "pid") != NULL;
}

static int own_namespaces(const struct record *container)
{
	int own = NAMESPACE_ALL & ~NAMESPACE_CGROUP;   /* begun from inside */

	if (is(container, "network", "host") || other(container, "network"))
		own &= ~NAMESPACE_NETWORK;
	if (is(container, "ipc", "host") || other(container, "ipc"))
		own &= ~NAMESPACE_IPC;
	if (record_get(container, "pid"))
		own &= ~NAMESPACE_PID;
	if (is(container, "uts", "host"))
		own &= ~NAMESPACE_HOSTNAME;
	return own;
}

/* A pid namespace is for children: the monitor goes back once it has this one. */
pid_t child_namespaces_clone(const struct record *container, int *process, int cgroup)
{
	const char *donor = other(container, "pid");
	autoclose int theirs = -1, ours = -1;
	pid_t child;

	if (!donor)
		return namespace_clone(own_namespaces(container), process, cgroup);
	theirs = message_take_process(donor);
	if (theirs < 0)
		return fail("container %s is not running", donor);
	ours = pidfd_take(getpid());
	if (ours < 0 || namespace_join(theirs, NAMESPACE_PID) < 0)
		return ours < 0 ? fail("enter the processes of %s: %m", donor) : -1;
	child = namespace_clone(own_namespaces(container), process, cgroup);
	if (child > 0 && namespace_join(ours, NAMESPACE_PID) < 0)
		return -1;
	return child;
}

int child_namespaces_begin_cgroup(void)
{
	return unshare(CLONE_NEWCGROUP) < 0 ? fail("begin a cgroup namespace: %m") : 0;
}

/* "bridge" is plugged in from outside. */
static int join_network(const struct record *container)
{
	const char *donor = other(container, "network");
	autoclose int process = -1;

	if (is(container, "network", "none"))
		return loopback_up();
	if (!donor)
		return 0;
	process = message_take_process(donor);
	if (process < 0)
		return fail("cannot join network of a non running container: %s", donor);
	return namespace_join(process, NAMESPACE_NETWORK);
}

static int join_ipc(const struct record *container)
{
	const char *donor = other(container, "ipc");
	struct record record autorecord = { 0 };
	autoclose int process = -1;

	if (!donor)
		return 0;
	if (container_record_load(&record, donor) < 0)
		return -1;
	process = message_take_process(donor);
	if (process < 0)
		return fail("can't join IPC of container %s: container %s is not running", donor, donor);
	if (!is(&record, "ipc", "shareable"))
		return fail("can't join IPC of container %s: non-shareable IPC (hint: use IpcMode:shareable for the "
			    "donor container)", donor);
	return namespace_join(process, NAMESPACE_IPC);
}

int child_namespaces_join(const struct record *container)
{
	return join_network(container) < 0 || join_ipc(container) < 0 ? -1 : 0;
}

/* The kernel copies a mount only for those who are in its mount namespace. */
static int copy_memory(int process)
{
	autoclose int ours = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	autoclose int memory = -1;
	int copy;

	if (ours < 0 || namespace_join(process, NAMESPACE_MOUNT) < 0)
		return ours < 0 ? fail("share /dev/shm: %m") : -1;
	memory = open("/dev/shm", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	copy = memory < 0 ? fail("share /dev/shm: %m") : mount_copy(memory, false, "/dev/shm");
	if (namespace_join(ours, NAMESPACE_MOUNT) < 0)
		return -1;
	return copy;
}

static int attach_memory(int root, const char *donor)
{
	autoclose int process = message_take_process(donor), copy = -1, place = -1;

	if (process < 0)
		return fail("can't join IPC of container %s: container %s is not running", donor, donor);
	copy = copy_memory(process);
	place = copy < 0 ? -1 : target_make(root, "/dev/shm", TARGET_DIRECTORY);
	return place < 0 ? -1 : mount_attach(copy, place, "/dev/shm");
}

int child_namespaces_share_memory(int root, const struct record *container)
{
	const char *donor = other(container, "ipc");
	autoclose int source = -1;

	if (donor)
		return attach_memory(root, donor);
	if (!is(container, "ipc", "host"))
		return 0;
	source = open("/dev/shm", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return source < 0 ? fail("share /dev/shm: %m") : rootfs_bind(root, source, "/dev/shm", 0);
}
