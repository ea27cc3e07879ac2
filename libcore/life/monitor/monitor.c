/* The monitor is the init of a pid namespace of its own, in which the container's is nested: when it
 * goes, however it goes, the kernel takes the container with it. After `begin` it must not die, and
 * allocates nothing: what needs memory is done by workers (worker.h).
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/namespace.h"
#include "kernel/cgroup/oom.h"
#include "kernel/pidfd.h"
#include "kernel/process.h"
#include "life/limits/cgroups.h"
#include "life/child/child.h"
#include "life/child/child_namespaces.h"
#include "life/container.h"
#include "life/monitor/monitor.h"
#include "life/monitor/monitor_finish.h"
#include "life/monitor/monitor_loop.h"
#include "life/monitor/monitor_restart.h"
#include "life/monitor/monitor_worker.h"
#include "life/child/packed_layers.h"
#include "life/monitor/powers.h"
#include "life/network/resolver_watch.h"
#include "life/worker.h"
#include "store/container_record.h"
#include "store/status.h"

static struct monitor monitor;

/* Nothing of ours goes into the container but what the child takes on purpose; and whatever the
 * starter's caller had open (a lock, a pipe) is not held for as long as the container lives. */
static int confine_descriptors(int ports)
{
	for (int fd = MONITOR_CONTROL; fd < MONITOR_FIRST_PORT + ports; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	return process_close_from(MONITOR_FIRST_PORT + ports);
}

/* Behind the ports: of who is killed the kernel closes the lowest descriptors first, and who finds the
 * lock free wants to find the ports free. */
static int move_lock(int ports)
{
	int lock = fcntl(MONITOR_LOCK, F_DUPFD_CLOEXEC, MONITOR_FIRST_PORT + ports);

	if (lock < 0)
		return fail("begin to monitor: %m");
	close(MONITOR_LOCK);
	monitor.lock = lock;
	return 0;
}

static int open_signals(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	return signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* The other container's monitor looks after them. */
static bool shares_files(void)
{
	return text_starts(record_get(&monitor.container, "network"), "container:");
}

static int find_cgroup(void)
{
	struct record status autorecord = { 0 };

	if (status_load(&status, &monitor.container) < 0)
		return -1;
	if (!cgroups_find(&status, CGROUP_FREEZER, &monitor.group))
		monitor.group.on = 0;
	return 0;
}

static int begin(const char *id)
{
	static struct outcome unshared;
	int directory;
	void *shared;

	setsid();
	/* Rather its container than it: that one's score is put back to this. */
	monitor.score = oom_score();
	oom_set_score(OOM_NEVER);
	clients_begin(&monitor.clients);
	clients_add(&monitor.clients, MONITOR_CONTROL);
	monitor.clients.all[0].starts = true;
	monitor.done = monitor.console = monitor.process = monitor.resolver = monitor.health.timer = -1;
	shared = mmap(NULL, sizeof *monitor.outcome, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	monitor.outcome = shared == MAP_FAILED ? &unshared : shared;
	if (shared == MAP_FAILED)
		return fail("begin to monitor: %m");
	if (process_hide() < 0 || confine_descriptors(monitor.ports) < 0 || move_lock(monitor.ports) < 0
	    || container_record_load(&monitor.container, id) < 0 || find_cgroup() < 0)
		return -1;
	directory = status_open_directory(id);
	if (directory < 0 || log_open(&monitor.log, &monitor.container, &monitor.outcome->pid) < 0)
		return -1;
	monitor.directory = directory;
	monitor.listener = message_listen(directory);
	monitor.signals = open_signals();
	monitor.resolver = shares_files() ? -1 : resolver_watch_open();
	monitor.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (monitor.listener < 0 || monitor.signals < 0 || monitor.timer < 0)
		return fail("begin to monitor: %m");
	if (health_watch_open(&monitor.health, &monitor.container, monitor.score) < 0)
		return -1;
	restarts_begin(&monitor.restarts, &monitor.container);
	monitor.streams.tty = record_get(&monitor.container, "tty") != NULL;
	return powers_keep(&monitor.container);
}

/* Where a filter keeps us from starting it in its cgroup, it goes there by itself. */
static pid_t clone_child(struct child *child)
{
	autoclose int cgroup = monitor.group.on & CGROUP_UNIFIED
			       ? open(monitor.group.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	pid_t pid = -1;

	child->in_cgroup = cgroup >= 0;
	if (child->in_cgroup)
		pid = child_namespaces_clone(&monitor.container, &monitor.process, cgroup);
	if (pid >= 0)
		return pid;
	child->in_cgroup = false;
	return child_namespaces_clone(&monitor.container, &monitor.process, -1);
}

static pid_t fork_child(const int report[2], int console, const struct stream_ends *theirs)
{
	struct child child = { .container = &monitor.container, .again = monitor.restarts.count > 0,
			       .report = report[1], .console = console, .score = monitor.score };
	static struct packed_layers packed;
	uint32_t first;
	bool users = child_namespaces_users(&monitor.container, &first);
	pid_t pid;

	/* Of one with ids of its own the builder does it. */
	if (!users && packed_layers_mount(&packed, &monitor.container) < 0)
		return -1;
	child.packed = &packed;
	memcpy(child.streams, theirs->ends, sizeof child.streams);
	if (users)
		streams_give(child.streams, first, first);
	pid = clone_child(&child);
	if (pid == 0) {
		/* Or it would not hear that its worker is gone. */
		close(report[0]);
		child_run(&child);
	}
	packed_layers_close(&packed);
	if (child_namespaces_share_processes(&monitor.container) && pid > 0)
		namespace_name(pid, monitor.mounts);
	return pid;
}

static int fork_worker(int report)
{
	pid_t pid;

	monitor.outcome->waits = record_get(&monitor.container, "link_wait") != NULL;
	pid = monitor_worker_fork(&monitor);
	if (pid != 0)
		return pid < 0 ? fail("fork a worker: %m") : 0;
	if (monitor.restarts.count)
		container_reload(&monitor.container);
	worker_start(&monitor.container, monitor.process, monitor.child, report, monitor.outcome);
	monitor_worker_end(&monitor);
}

static int open_ends(struct stream_ends *theirs, int report[2], int console[2])
{
	if (streams_open(&monitor.streams, theirs, record_get(&monitor.container, "open_stdin") != NULL) < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, report) < 0
	    || (monitor.streams.tty && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, console) < 0))
		return fail("begin to monitor: %m");
	return 0;
}

static int start(void)
{
	int report[2], console[2] = { -1, -1 };
	struct stream_ends theirs;
	int result;

	clock_gettime(CLOCK_MONOTONIC, &monitor.restarts.began);
	/* The kernel gives who may do less short pipes, once root has many (fs.pipe-user-pages-soft). */
	powers_take();
	result = open_ends(&theirs, report, console);
	if (result == 0)
		monitor.child = fork_child(report, console[1], &theirs);
	powers_rest();
	if (result < 0)
		return -1;
	close(report[1]);
	streams_close_ends(&theirs);
	result = monitor.child < 0 ? -1 : fork_worker(report[0]);
	close(report[0]);
	if (console[1] >= 0)
		close(console[1]);
	monitor.console = console[0];
	return result;
}

/* A start that got nowhere: the child, if any, is ended, and the worker never was. */
static void abandon(void)
{
	int status;

	monitor.outcome->failed = 125;
	snprintf(monitor.outcome->text, sizeof monitor.outcome->text, "%s", fail_text());
	if (monitor.child > 0) {
		pidfd_signal(monitor.process, SIGKILL);
		while (waitpid(monitor.child, &status, 0) < 0 && errno == EINTR)
			;
	}
}

int monitor_run(const char *id, int ports)
{
	fail_silently(true);
	monitor.ports = ports;
	monitor.lock = MONITOR_LOCK;
	if (begin(id) < 0) {
		abandon();
	} else do {
		if (start() == 0)
			monitor_loop(&monitor);
		else
			abandon();
	} while (monitor_restart_prepare(&monitor));
	powers_take();
	namespace_end(monitor.mounts);
	monitor_finish(&monitor);
	return 0;
}
