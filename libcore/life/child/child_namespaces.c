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
#include "kernel/owners.h"
#include "kernel/mount/rootfs.h"
#include "kernel/mount/target.h"
#include "kernel/pidfd.h"
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

bool child_namespaces_users(const struct record *container, uint32_t *first)
{
	long long id = record_number(container, "first_id", 0);

	if (first)
		*first = (uint32_t)id;
	return id > 0;
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
	if (child_namespaces_users(container, NULL))
		own |= NAMESPACE_USER;
	return own;
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

/* From a user namespace of its own there is no way into those of others: its monitor was there for it. */
int child_namespaces_join(const struct record *container)
{
	if (child_namespaces_users(container, NULL))
		return is(container, "network", "none") ? loopback_up() : 0;
	return join_network(container) < 0 || join_ipc(container) < 0 ? -1 : 0;
}

static int join_processes(const struct record *container)
{
	const char *donor = other(container, "pid");
	autoclose int theirs = donor ? message_take_process(donor) : -1;

	if (!donor)
		return 0;
	return theirs < 0 ? fail("container %s is not running", donor) : namespace_join(theirs, NAMESPACE_PID);
}

/* Those that whoever is cloned next will find itself in. */
static int join_for_child(const struct record *container)
{
	if (join_processes(container) < 0)
		return -1;
	if (!child_namespaces_users(container, NULL))
		return 0;
	return (other(container, "network") && join_network(container) < 0) || join_ipc(container) < 0 ? -1 : 0;
}

static bool joins_for_child(const struct record *container)
{
	return other(container, "pid") || (child_namespaces_users(container, NULL)
					   && (other(container, "network") || other(container, "ipc")));
}

int child_namespaces_check_identity(const struct record *container, const struct identity *identity)
{
	bool fits = identity->uid < OWNERS_COUNT && identity->gid < OWNERS_COUNT;

	for (int i = 0; i < identity->group_count; i++)
		fits = fits && identity->groups[i] < OWNERS_COUNT;
	return fits || !child_namespaces_users(container, NULL)
	       ? 0 : fail("uids and gids must be in range 0-%d with --userns=auto", OWNERS_COUNT - 1);
}

/* The monitor goes back once it has this child. */
pid_t child_namespaces_clone(const struct record *container, int *process, int cgroup)
{
	static const char *const paths[] = { "/proc/self/ns/pid", "/proc/self/ns/net", "/proc/self/ns/ipc" };
	static const int kinds[] = { NAMESPACE_PID, NAMESPACE_NETWORK, NAMESPACE_IPC };
	int ours[3] = { -1, -1, -1 };
	bool joins = joins_for_child(container), returns = true;
	pid_t child;

	for (int i = 0; joins && i < 3; i++) {
		ours[i] = open(paths[i], O_RDONLY | O_CLOEXEC);
		returns = returns && ours[i] >= 0;
	}
	if (!returns)
		fail("enter another container's namespaces: %m");
	child = !returns || (joins && join_for_child(container) < 0)
		? -1 : namespace_clone(own_namespaces(container), process, cgroup);
	if (child == 0)
		return 0;
	for (int i = 0; joins && i < 3; i++) {
		if (returns && namespace_join(ours[i], kinds[i]) < 0)
			child = -1;
		auto_close(&ours[i]);
	}
	return child;
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
	return source < 0 ? fail("share /dev/shm: %m") : rootfs_bind(root, source, "/dev/shm", BIND_OF_HOST);
}
