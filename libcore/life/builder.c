/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/mount/mount.h"
#include "kernel/namespace.h"
#include "kernel/owners.h"
#include "kernel/pidfd.h"
#include "kernel/mount/rootfs.h"
#include "life/builder.h"
#include "life/child/child_namespaces.h"
#include "life/child/child_root.h"
#include "life/monitor/message.h"
#include "store/status.h"

/* What is mounted is of the container's namespaces: that is whose processes /proc shows. */
static int build(const struct building *building)
{
	struct packed_layers packed;
	uint32_t first;
	int users = owners_open(building->process), root;

	child_namespaces_users(building->container, &first);
	if (users < 0 || packed_layers_mount(&packed, building->container) < 0
	    || namespace_join(building->process, NAMESPACE_NETWORK | NAMESPACE_IPC | NAMESPACE_CGROUP) < 0)
		return -1;
	owners_begin(users, first);
	root = child_root_build(building->container, &packed);
	return root < 0 ? -1 : mount_copy(root, true, "/");
}

_Noreturn static void run(const struct building *building)
{
	int root;

	fail_silently(true);
	root = build(building);
	if (root < 0)
		message_send(building->report, MESSAGE_FAILED, EXIT_FAILURE, 0, fail_text(), strlen(fail_text()));
	else
		message_send_descriptor(building->report, MESSAGE_DONE, 0, root);
	_exit(EXIT_SUCCESS);
}

pid_t builder_begin(const struct building *building)
{
	autoclose int ours = pidfd_take(getpid());
	uint32_t first;
	pid_t builder;

	child_namespaces_users(building->container, &first);
	if (ours < 0)
		return fail("build the container's root: %m");
	if (owners_write(building->pid, first) < 0 || namespace_join(building->process, NAMESPACE_PID) < 0)
		return -1;
	builder = namespace_clone(NAMESPACE_MOUNT, NULL, -1);
	if (builder == 0)
		run(building);
	return namespace_join(ours, NAMESPACE_PID) < 0 ? -1 : builder;
}

int builder_end(pid_t builder)
{
	int status = -1;

	while (waitpid(builder, &status, 0) < 0)
		if (errno != EINTR)
			return fail("build the container's root: %m");
	return WIFEXITED(status) ? 0 : fail("build the container's root: the process that does it was killed");
}

void builder_abandon(pid_t builder)
{
	kill(builder, SIGKILL);
	while (waitpid(builder, NULL, 0) < 0 && errno == EINTR)
		;
}

int builder_await(const struct record *container, int report)
{
	static struct message message;
	autoclose int directory = status_open_directory(record_get(container, "id")), root = -1;
	ssize_t length = directory < 0 ? -1 : message_receive(report, &message, &root);

	if (length < 0)
		return fail("wait for the root: the monitor's worker is gone");
	if (root < 0)
		return fail("%.*s", (int)length, message.data);
	if (mount_private() < 0 || mount_attach(root, directory, "/") < 0 || rootfs_enter(root) < 0)
		return -1;
	return owners_become_root();
}
