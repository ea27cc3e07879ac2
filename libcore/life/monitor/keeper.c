/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/identity.h"
#include "kernel/namespace.h"
#include "kernel/owners.h"
#include "kernel/process.h"
#include "kernel/pty.h"
#include "kernel/mount/rootfs.h"
#include "life/child/child_namespaces.h"
#include "life/limits/cgroup_doors.h"
#include "life/command.h"
#include "life/child/confinement.h"
#include "life/environment.h"
#include "life/monitor/keeper.h"
#include "life/monitor/keeper_serve.h"
#include "life/monitor/message.h"
#include "life/child/process_limits.h"
#include "life/monitor/report.h"
#include "life/monitor/streams.h"

enum { NOT_EXECUTED = 126 };

/* Its standard descriptors, or the slave of its terminal; -1: as the keeper has them, /dev/null. */
struct ends {
	struct stream_ends standard;
	int slave;
	int report;
	struct cgroup_doors cgroups;
	struct record limits;
};

static int place_streams(const struct ends *ends, uid_t owner)
{
	if (ends->slave >= 0)
		return pty_take(ends->slave) < 0 || fchown(STDIN_FILENO, owner, (gid_t)-1) < 0 ? -1 : 0;
	setsid();
	streams_give(ends->standard.ends, owner, (gid_t)-1);
	for (int fd = 0; fd < 3; fd++)
		if (ends->standard.ends[fd] >= 0 && dup2(ends->standard.ends[fd], fd) < 0)
			return fail("place the standard streams: %m");
	return 0;
}

static int join_groups(struct identity *identity, const char *groups)
{
	autofree char *copy = strdup(groups);
	char *rest = copy, *group;

	if (!copy)
		return fail("join the groups %s: %m", groups);
	while ((group = text_cut(&rest, ',')))
		if (*group && identity_join(identity, group) < 0)
			return -1;
	return 0;
}

/* Become who runs the command, where it runs, and may do no more than it. */
static int become(const struct keeping *keeping, const struct ends *ends, struct record *environment)
{
	struct confinement confinement;
	struct identity identity;
	uint32_t first;
	bool users;

	if (confinement_load(&confinement, KEEPER_CONFINEMENT) < 0
	    || identity_find(&identity, keeping->user) < 0 || join_groups(&identity, keeping->groups) < 0
	    || child_namespaces_check_identity(&ends->limits, &identity) < 0)
		return -1;
	if (!record_get(environment, "HOME") && record_add(environment, "HOME", identity.home) < 0)
		return fail("set HOME: %m");
	users = child_namespaces_users(&ends->limits, &first);
	if (place_streams(ends, first + identity.uid) < 0 || process_limits_take(&ends->limits) < 0
	    || (users && (namespace_join(KEEPER_PIDFD, NAMESPACE_USER) < 0 || owners_become_root() < 0))
	    || process_close_others(ends->report) < 0 || confinement_begin(&confinement, &identity) < 0
	    || rootfs_work_in(keeping->workdir) < 0)
		return -1;
	process_reset();
	return confinement_seal(&confinement, &identity);
}

static int start(const struct keeping *keeping, const struct ends *ends)
{
	struct record environment = { 0 };

	for (char **line = environ; *line; line++)
		if (environment_set(&environment, *line) < 0)
			return NOT_EXECUTED;
	if (become(keeping, ends, &environment) < 0)
		return NOT_EXECUTED;
	report_send(ends->report, REPORT_EXEC, 0);
	return command_exec_words(keeping->argv, &environment);
}

/* Into the cgroups first, then into the namespace of which that is the top. */
static int enter_cgroups(const struct ends *ends, bool cloned)
{
	return cgroup_doors_pass(&ends->cgroups, cloned) < 0 ? -1 : namespace_join(KEEPER_PIDFD, NAMESPACE_CGROUP);
}

static pid_t spawn(const struct keeping *keeping, const struct ends *ends)
{
	pid_t command = ends->cgroups.directory < 0 ? -1 : namespace_clone(0, NULL, ends->cgroups.directory);
	bool cloned = command >= 0;

	if (!cloned)
		command = fork();
	if (command < 0)
		return fail("start a process: %m");
	if (command == 0) {
		report_send(ends->report, REPORT_FAILED,
			    enter_cgroups(ends, cloned) < 0 ? NOT_EXECUTED : start(keeping, ends));
		_exit(NOT_EXECUTED);
	}
	return command;
}

static int refuse(int status, const char *text)
{
	message_send(KEEPER_CLIENT, MESSAGE_FAILED, status, 0, text, strlen(text));
	return -1;
}

/* Tell the client whether the command runs; -1 if it doesn't. */
static int await_start(int reports, pid_t command)
{
	struct report report;
	bool executes = false;

	while (report_receive(reports, &report) > 0) {
		if (report.kind == REPORT_EXEC)
			executes = true;
		else
			return refuse(report.value, report.text);
	}
	if (!executes)
		return refuse(NOT_EXECUTED, "the command was killed before it could begin");
	message_send(KEEPER_CLIENT, MESSAGE_STARTED, command, 0, NULL, 0);
	return 0;
}

/* Nothing of who called us: not the session, nor any descriptor, nor a way to look in. */
static int withdraw(void)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (nowhere < 0)
		return fail("open /dev/null: %m");
	for (int fd = 0; fd < 3; fd++)
		dup2(nowhere, fd);
	close(nowhere);
	signal(SIGPIPE, SIG_IGN);
	setsid();
	fcntl(KEEPER_CLIENT, F_SETFL, O_NONBLOCK);
	fcntl(KEEPER_CLIENT, F_SETFD, FD_CLOEXEC);
	fcntl(KEEPER_PIDFD, F_SETFD, FD_CLOEXEC);
	fcntl(KEEPER_CONFINEMENT, F_SETFD, FD_CLOEXEC);
	return process_close_from(KEEPER_CONFINEMENT + 1) < 0 ? -1 : process_hide();
}

/* The size that the client sent before it started us: the command begins with it. */
static void take_size(const struct streams *ours)
{
	static struct message message;

	if (message_receive(KEEPER_CLIENT, &message, NULL) >= 0 && message.type == MESSAGE_RESIZE)
		streams_resize(ours, message.value, message.other);
}

/* Pipes are made out here, a terminal is one of the container's own. */
static int enter(const struct keeping *keeping, struct streams *ours, struct ends *theirs)
{
	int master;

	*ours = (struct streams){ .tty = keeping->tty, .input = -1, .output = -1, .error = -1 };
	*theirs = (struct ends){ .standard = { { -1, -1, -1 } }, .slave = -1, .report = -1 };
	if (process_limits_read(&theirs->limits, keeping->limits) < 0)
		return -1;
	cgroup_doors_open(&theirs->cgroups, &theirs->limits);
	if (!keeping->detach && streams_open(ours, &theirs->standard, keeping->input) < 0)
		return -1;
	if (namespace_join(KEEPER_PIDFD, NAMESPACE_ALL & ~NAMESPACE_CGROUP) < 0)
		return -1;
	if (!keeping->tty)
		return 0;
	master = pty_open(0, &theirs->slave);
	if (master < 0)
		return -1;
	streams_take_terminal(ours, master);
	take_size(ours);
	return 0;
}

int keeper_run(const struct keeping *keeping)
{
	static struct streams ours;
	struct ends theirs;
	pid_t command;
	int reports[2];

	fail_silently(true);
	if (withdraw() < 0 || enter(keeping, &ours, &theirs) < 0)
		return refuse(NOT_EXECUTED, fail_text());
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, reports) < 0)
		return refuse(NOT_EXECUTED, strerror(errno));
	theirs.report = reports[1];
	command = spawn(keeping, &theirs);
	if (command < 0)
		return refuse(NOT_EXECUTED, fail_text());
	close(KEEPER_PIDFD);
	cgroup_doors_close(&theirs.cgroups);
	streams_close_ends(&theirs.standard);
	auto_close(&theirs.slave);
	close(reports[1]);
	if (await_start(reports[0], command) < 0)
		return -1;
	close(reports[0]);
	if (keeping->detach)
		close(KEEPER_CLIENT);
	if (!keeping->detach || keeping->tty)
		keeper_serve(&ours, keeping->detach ? -1 : KEEPER_CLIENT, command, keeping->brief);
	return 0;
}
