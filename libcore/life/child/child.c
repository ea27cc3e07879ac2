/* The order of steps, and nothing else: each step's subject has a file of its own.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/identity.h"
#include "kernel/namespace.h"
#include "kernel/cgroup/oom.h"
#include "kernel/mount/rootfs.h"
#include "kernel/owners.h"
#include "kernel/process.h"
#include "kernel/pty.h"
#include "life/builder.h"
#include "life/child/child.h"
#include "life/child/child_namespaces.h"
#include "life/child/child_root.h"
#include "life/child/child_settings.h"
#include "life/limits/cgroups.h"
#include "life/command.h"
#include "life/child/confinement.h"
#include "life/container.h"
#include "life/limits/devices.h"
#include "life/environment.h"
#include "life/child/process_limits.h"
#include "life/monitor/init.h"
#include "life/monitor/message.h"
#include "life/monitor/report.h"
#include "life/monitor/streams.h"
#include "life/network/hosts.h"
#include "store/status.h"

/* Made before the pivot from what the host has, used after it. */
struct prepared {
	struct record status, environment;
	struct identity identity;
	struct confinement confinement;
	int slave;                /* of the terminal, -1 */
	int settings;             /* of the kernel, -1 */
	bool ruled;               /* its devices */
};

static int make_root(const struct child *child, struct prepared *prepared)
{
	const struct record *container = child->container;
	const char *text;
	uint32_t address = 0;

	if ((child->again && container_reload(child->container) < 0) || status_load(&prepared->status, container) < 0)
		return -1;
	text = record_get(&prepared->status, "address");
	if (text && text_address(text, &address) < 0)
		return fail("read the address %s: it is none", text);
	if (cgroups_enter(&prepared->status, child->in_cgroup) < 0 || child_namespaces_begin_cgroup() < 0
	    || child_namespaces_join(container) < 0 || environment_build(&prepared->environment, container) < 0)
		return -1;
	prepared->settings = child_settings_open(container);
	/* A node that was made from within a user namespace opens nothing. */
	prepared->ruled = child_namespaces_users(container, NULL) || devices_are_ruled(&prepared->status);
	if (!text_starts(record_get(container, "network"), "container:") && hosts_write(container, address) < 0)
		return -1;
	if (!child_namespaces_users(container, NULL))
		return child_root_enter(container, child->packed);
	return report_send(child->report, REPORT_ROOT, child->score) < 0 ? fail("wait for the root: %m")
									 : builder_await(container, child->report);
}

static int open_terminal(const struct child *child, struct prepared *prepared)
{
	int master;

	prepared->slave = -1;
	if (child->console < 0)
		return 0;
	master = pty_open(prepared->identity.uid, &prepared->slave);
	if (master < 0 || pty_bind_console(prepared->slave) < 0)
		return -1;
	if (message_send_descriptor(child->console, MESSAGE_DONE, 0, master) < 0)
		return fail("hand the terminal over: %m");
	close(master);
	return 0;
}

static int join_groups(struct identity *identity, const struct record *container)
{
	for (const char *group = NULL; (group = record_next(container, "group_add", group));)
		if (identity_join(identity, group) < 0)
			return -1;
	return 0;
}

static int settle_in(const struct child *child, struct prepared *prepared)
{
	const struct record *container = child->container;
	const char *workdir = record_get(container, "workdir");

	if ((!record_get(container, "uts") && namespace_set_hostname(record_get(container, "hostname"),
								       record_get(container, "domainname")) < 0)
	    || identity_find(&prepared->identity, record_get(container, "user")) < 0
	    || join_groups(&prepared->identity, container) < 0 || child_namespaces_check_identity(container, &prepared->identity) < 0
	    || confinement_read(&prepared->confinement, container, prepared->ruled) < 0
	    || rootfs_make_directory(workdir ? workdir : "/") < 0
	    || open_terminal(child, prepared) < 0
	    || child_root_seal(container) < 0)
		return -1;
	if (!record_get(&prepared->environment, "HOME")
	    && record_add(&prepared->environment, "HOME", prepared->identity.home) < 0)
		return fail("build the environment: %m");
	return 0;
}

static int wait_for(const struct child *child, enum report_kind kind, const char *what)
{
	struct report report;

	if (report_receive(child->report, &report) <= 0 || report.kind != (int)kind)
		return fail("wait for %s: the monitor's worker is gone", what);
	return 0;
}

/* What follows looks at the sources as they are. */
static int wait_for_links(const struct child *child)
{
	return record_get(child->container, "link_wait") ? wait_for(child, REPORT_BEGIN, "the links") : 0;
}

static int wait_for_network(const struct child *child)
{
	return report_send(child->report, REPORT_READY, 0) < 0 ? fail("wait for the network: %m")
							       : wait_for(child, REPORT_GO, "the network");
}

static int take_streams(const struct child *child, const struct prepared *prepared)
{
	if (prepared->slave >= 0)
		return pty_take(prepared->slave);
	if (setsid() < 0 && errno != EPERM)
		return fail("begin a session: %m");
	streams_give(child->streams, prepared->identity.uid, (gid_t)-1);
	for (int i = 0; i < 3; i++)
		if (dup2(child->streams[i], i) < 0)
			return fail("take the standard streams: %m");
	return 0;
}

static int give_up_rights(const struct child *child, const struct prepared *prepared)
{
	const char *workdir = record_get(child->container, "workdir");

	if ((!child_namespaces_users(child->container, NULL) && process_limits_take(child->container) < 0)
	    || confinement_begin(&prepared->confinement, &prepared->identity) < 0
	    || (child_namespaces_share_processes(child->container) && process_end_with_parent() < 0)
	    || rootfs_work_in(workdir ? workdir : "/") < 0 || process_close_others(child->report) < 0)
		return -1;
	return confinement_seal(&prepared->confinement, &prepared->identity);
}

static int prepare(const struct child *child, struct prepared *prepared)
{
	if (process_hide() < 0)
		return -1;
	process_reset();
	/* Else its worker does: from within a user namespace it would stay free to take it back. */
	if (!child_namespaces_users(child->container, NULL))
		oom_set_score(child->score);
	if (wait_for_links(child) < 0
	    || make_root(child, prepared) < 0
	    || settle_in(child, prepared) < 0
	    || wait_for_network(child) < 0
	    || child_settings_apply(prepared->settings, child->container) < 0
	    || take_streams(child, prepared) < 0
	    || give_up_rights(child, prepared) < 0)
		return -1;
	return 0;
}

_Noreturn void child_run(const struct child *child)
{
	struct prepared prepared = { .slave = -1, .settings = -1 };
	int status = 125;

	fail_silently(true);
	if (prepare(child, &prepared) == 0) {
		if (record_get(child->container, "init"))
			init_begin(child->report);
		report_send(child->report, REPORT_EXEC, 0);
		status = command_exec(child->container, &prepared.environment);
	}
	report_send(child->report, REPORT_FAILED, status);
	_exit(status);
}
