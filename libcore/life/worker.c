/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/process.h"
#include "kernel/pidfd.h"
#include "life/builder.h"
#include "life/child/child_namespaces.h"
#include "life/claim.h"
#include "life/network/consumers.h"
#include "life/container.h"
#include "life/child/process_limits.h"
#include "life/health/health.h"
#include "life/monitor/report.h"
#include "life/network/link_wait.h"
#include "life/network/network.h"
#include "life/network/participation.h"
#include "life/network/resolver.h"
#include "life/network/wiring.h"
#include "life/worker.h"
#include "store/events.h"
#include "store/log/health_log.h"
#include "store/status.h"

enum { OWN_FAULT = 125 };

/* By its pid; that it was still its pid is known if it lives afterwards. */
static int open_network(int pid, int process)
{
	char path[64];
	autoclose int fd = -1;
	int taken;

	snprintf(path, sizeof path, "/proc/%d/ns/net", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail("open the container's network namespace: %m");
	if (pidfd_has_ended(process))
		return fail("start the container: it died while it was set up");
	taken = fd;
	fd = -1;
	return taken;
}

static int plug_in(const struct record *container, const struct record *status, int pid, int process)
{
	const char *text = record_get(status, "address"), *own_mac = record_get(status, "mac");
	unsigned char mac[MAC_LENGTH];
	autoclose int namespace = -1, lock = -1;
	uint32_t address;

	if (pid < 0)
		return fail("start the container: its first process is not in /proc");
	if (strcmp(record_get(container, "network"), "bridge") != 0)
		return 0;
	namespace = open_network(pid, process);
	if (namespace < 0)
		return -1;
	if (!text || text_address(text, &address) < 0)
		return fail("plug the network in: the status has no address");
	if (network_attach(record_get(container, "id"), address,
			   own_mac && text_mac(own_mac, mac) == 0 ? mac : NULL, namespace) < 0)
		return -1;
	lock = wiring_lock();
	if (lock < 0 || wiring_renew(container, status) < 0)
		return -1;
	return consumers_serve(container, status);
}

/* The next report, which must be of this kind; a failure that it tells becomes ours. */
static int expect(int socket, enum report_kind kind, struct report *report, int *code)
{
	int got = report_receive(socket, report);

	if (got > 0 && report->kind == (int)kind)
		return 0;
	if (got > 0 && report->kind == REPORT_FAILED) {
		*code = report->value;
		return fail("%s", report->text);
	}
	return fail(got < 0 ? "start the container: %m" : "start the container: it died while it was set up");
}

/* --link-wait. The child says nothing meanwhile: what can be read from it is its end. */
static int wait_for_links(const struct record *container, int socket, struct outcome *outcome)
{
	int result;

	if (!outcome->waits)
		return 0;
	/* Its monitor may be none that takes everything along. */
	result = process_end_with_parent() < 0 ? -1 : link_wait(container, socket);
	outcome->late = result < 0;
	outcome->waits = false;
	if (result == 0 && report_send(socket, REPORT_BEGIN, 0) < 0)
		return fail("start the container: %m");
	return result;
}

/* As Docker: the results from before stay to be seen. */
static int note_health(struct record *status, const struct record *container)
{
	record_drop(status, "health");
	if (!healthcheck_exists(container))
		return 0;
	return record_add(status, "health", health_word(HEALTH_STARTING)) < 0
	       ? -1 : health_log_begin(record_get(container, "id"));
}

static int note_running(struct record *status, const struct record *container, int pid)
{
	record_drop(status, "pid");
	record_drop(status, "error");
	record_drop(status, "exit");
	if (record_set(status, "state", "running") < 0 || record_addf(status, "pid", "%d", pid) < 0
	    || note_health(status, container) < 0 || status_note(status, "started") < 0)
		return fail("note the start of %.12s: %m", record_get(container, "id"));
	return status_save(status, record_get(container, "id"));
}

/* The builder of a container that can't build its root itself, 0 for others; -1 said. */
static pid_t begin_to_build(const struct record *container, int process, pid_t pid, int socket,
			    const struct outcome *outcome, int *code)
{
	const struct building building = { container, process, outcome->pid, socket };
	struct report report;

	if (!child_namespaces_users(container, NULL))
		return 0;
	if (expect(socket, REPORT_ROOT, &report, code) < 0
	    || process_limits_give(container, pid, outcome->pid, report.value) < 0)
		return -1;
	return builder_begin(&building);
}

static int bring_up(const struct record *container, int process, pid_t pid, int socket, struct outcome *outcome,
		    int *code)
{
	struct record status autorecord = { 0 };
	struct report report;
	pid_t builder;
	int got;

	if (status_load(&status, container) < 0)
		return -1;
	outcome->pid = pidfd_pid(process);
	if (wait_for_links(container, socket, outcome) < 0)
		return -1;
	builder = begin_to_build(container, process, pid, socket, outcome, code);
	if (builder < 0)
		return -1;
	if (plug_in(container, &status, outcome->pid, process) < 0) {
		/* It is not in the container's pid namespace, where that is another's. */
		if (builder)
			builder_abandon(builder);
		/* If the child has failed, that is the reason: its namespace went with it. */
		if (!report_is_waiting(socket))
			return -1;
		return expect(socket, REPORT_READY, &report, code) < 0 ? -1 : fail("%s", fail_text());
	}
	participation_begins(container);
	outcome->joined = true;
	/* The end of a child that has failed takes its builder along. */
	if (builder && builder_end(builder) < 0 && !report_is_waiting(socket))
		return -1;
	if (expect(socket, REPORT_READY, &report, code) < 0)
		return -1;
	/* Before the exec, so that whoever sees the container's first output finds it running. */
	if (note_running(&status, container, outcome->pid) < 0)
		return -1;
	if (report_send(socket, REPORT_GO, 0) < 0)
		return fail("start the container: %m");
	if (expect(socket, REPORT_EXEC, &report, code) < 0)
		return -1;
	/* End of file: exec has closed the socket. Anything else is why it did not. */
	got = report_receive(socket, &report);
	if (got == 0) {
		outcome->ran = true;
		events_container(container, "start", NULL);
		return 0;
	}
	*code = got > 0 ? report.value : OWN_FAULT;
	return got > 0 ? fail("%s", report.text) : fail("start the container: %m");
}

static void note_failure(struct outcome *outcome, int code)
{
	snprintf(outcome->text, sizeof outcome->text, "%s", fail_text());
	outcome->failed = code;
}

void worker_prepare(struct record *container, struct outcome *outcome)
{
	fail_silently(true);
	if (container_reload(container) < 0 || claim_again(container) < 0)
		note_failure(outcome, OWN_FAULT);
}

void worker_start(const struct record *container, int process, pid_t pid, int report, struct outcome *outcome)
{
	int code = OWN_FAULT;

	fail_silently(true);
	if (bring_up(container, process, pid, report, outcome, &code) < 0)
		note_failure(outcome, code);
}

void worker_follow_resolver(const struct record *container)
{
	fail_silently(true);
	resolver_follow(container);
}

void worker_finish(struct record *container, const struct ending *ending, enum restart_mark mark)
{
	fail_silently(true);
	if (mark != RESTART_MARK_NONE && container_reload(container) == 0)
		restart_policy_mark(container, mark);
	teardown(container, ending);
}
