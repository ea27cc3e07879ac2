/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/record.h"
#include "kernel/binary.h"
#include "kernel/namespace.h"
#include "kernel/process.h"
#include "life/attach.h"
#include "life/child/child_namespaces.h"
#include "life/claim.h"
#include "life/container.h"
#include "life/monitor/message.h"
#include "life/monitor/monitor.h"
#include "life/network/ports.h"
#include "life/remains.h"
#include "life/start.h"
#include "life/teardown.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/status.h"

enum { OWN_FAULT = 125 };

/* In the child: descriptors get the numbers that the monitor expects; all of them first move out of
 * the way of the others. Whoever is not named here is closed by exec. */
static int place_descriptors(int *binary, int control, int lock, struct ports *ports)
{
	int free_from = MONITOR_FIRST_PORT + ports->count;

	*binary = fcntl(*binary, F_DUPFD_CLOEXEC, free_from);
	control = fcntl(control, F_DUPFD_CLOEXEC, free_from);
	lock = fcntl(lock, F_DUPFD_CLOEXEC, free_from);
	if (*binary < 0 || control < 0 || lock < 0)
		return -1;
	for (int i = 0; i < ports->count; i++) {
		ports->sockets[i] = fcntl(ports->sockets[i], F_DUPFD_CLOEXEC, free_from);
		if (ports->sockets[i] < 0)
			return -1;
	}
	for (int i = 0; i < ports->count; i++)
		if (dup2(ports->sockets[i], MONITOR_FIRST_PORT + i) < 0)
			return -1;
	return dup2(control, MONITOR_CONTROL) < 0 || dup2(lock, MONITOR_LOCK) < 0 ? -1 : 0;
}

/* Nothing of the starter's surroundings stays with a process that may live for years. */
static int leave_surroundings(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0 || chdir("/") < 0)
		return -1;
	for (int i = 0; i < 3; i++)
		if (dup2(null, i) < 0)
			return -1;
	close(null);
	return 0;
}

/* While they move there are two of each, and often 1024 is all that a process may have. */
static int place_beyond_limit(int *binary, int control, int lock, struct ports *ports)
{
	struct rlimit before, most;
	int result;

	if (getrlimit(RLIMIT_NOFILE, &before) < 0)
		return -1;
	most = (struct rlimit){ before.rlim_max, before.rlim_max };
	setrlimit(RLIMIT_NOFILE, &most);
	result = place_descriptors(binary, control, lock, ports);
	setrlimit(RLIMIT_NOFILE, &before);
	return result;
}

_Noreturn static void become_monitor(int binary, const char *id, int control, int lock, struct ports *ports)
{
	char count[16];
	char *words[] = { "linkbox", "monitor", (char *)id, count, NULL };

	snprintf(count, sizeof count, "%d", ports->count);
	fail_silently(true);
	if (leave_surroundings() == 0 && place_beyond_limit(&binary, control, lock, ports) == 0) {
		binary_run(binary, words);
		/* Who is told undoes the start, and wants the lock and the ports for that. */
		process_close_from(MONITOR_LOCK);
		message_send(MONITOR_CONTROL, MESSAGE_FAILED, OWN_FAULT, 0, fail_text(), strlen(fail_text()));
	}
	_exit(OWN_FAULT);
}

/* Our end of the connection to a new monitor; -1 said. */
static int spawn_monitor(const struct record *container, int lock, struct ports *ports, int streams)
{
	autoclose int binary = binary_open();
	int ends[2];
	pid_t pid;

	if (binary < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return fail("spawn the monitor: %m");
	/* Said before anything can be written, so that nothing is missed. */
	if (streams & START_ALONE)
		message_send(ends[0], MESSAGE_ALONE, 0, 0, NULL, 0);
	else if (streams)
		message_send(ends[0], MESSAGE_ATTACH, streams, 0, NULL, 0);
	if (streams && !(streams & START_ALONE) && isatty(STDOUT_FILENO))
		attach_send_size(ends[0]);
	pid = namespace_clone(child_namespaces_share_processes(container) ? 0 : NAMESPACE_PID, NULL, -1);
	if (pid == 0)
		become_monitor(binary, record_get(container, "id"), ends[1], lock, ports);
	close(ends[1]);
	if (pid < 0)
		auto_close(&ends[0]);
	return pid < 0 ? -1 : ends[0];
}

/* STARTED, or why not. What the first process writes meanwhile waits in the socket. */
static int await_start(int control, int *code)
{
	struct message message;
	ssize_t length = message_receive(control, &message, NULL);

	if (length >= 0 && message.type == MESSAGE_STARTED)
		return 0;
	if (length < 0 || message.type != MESSAGE_FAILED)
		return fail("start the container: its monitor died");
	*code = message.value;
	return fail("%.*s", (int)length, message.data);
}

/* Undo a start that no monitor has undone. */
static void undo(const struct record *container)
{
	struct ending ending = { .exit = 128, .error = "", .ran = false };
	char text[FAILURE_LENGTH];
	bool was = fail_silently(true);

	snprintf(text, sizeof text, "%s", fail_text());
	ending.error = text;
	teardown(container, &ending);
	fail_silently(was);
}

/* Somebody has the lock. */
static int judge_holder(const char *id)
{
	struct record container autorecord = { 0 }, status autorecord = { 0 };
	const char *state;

	if (container_record_load(&container, id) < 0 || status_load(&status, &container) < 0)
		return -1;
	state = record_get(&status, "state");
	return strcmp(state, "created") == 0 || strcmp(state, "exited") == 0 ? START_BUSY : START_RUNS_ALREADY;
}

bool start_was_made(const char *id)
{
	return status_is_locked(id) && judge_holder(id) == START_RUNS_ALREADY;
}

int start_begin(const char *id, int streams, int *control, int *code)
{
	struct record container autorecord = { 0 };
	static struct ports ports;
	autoclose int lock = -1;

	*control = -1;
	*code = OWN_FAULT;
	lock = status_lock(id);
	if (lock < 0)
		return errno == EAGAIN ? judge_holder(id) : fail("lock container %.12s: %m", id);
	if (container_load_locked(&container, id) < 0)
		return -1;
	if (remains_clear(&container) < 0)
		return -1;
	if (streams & ~START_ALONE)
		events_container(&container, "attach", NULL);
	if (claim_take(&container, &ports) == 0)
		*control = spawn_monitor(&container, lock, &ports, streams);
	if (*control < 0) {
		undo(&container);
		ports_release(&ports, id);
		return -1;
	}
	/* The sockets and the lock are the monitor's from here on. */
	for (int i = 0; i < ports.count; i++)
		close(ports.sockets[i]);
	return 0;
}

int start_end(const char *id, int control, int *code)
{
	struct record container autorecord = { 0 };
	autoclose int lock = -1;
	bool was;

	if (await_start(control, code) == 0)
		return 0;
	was = fail_silently(true);
	/* The monitor has undone it; if it was killed, that is for us to do. */
	if (container_record_load(&container, id) == 0)
		lock = status_lock(id);
	if (lock >= 0)
		remains_clear(&container);
	fail_silently(was);
	return -1;
}

int start_container(const char *id, int streams, int *control, int *code)
{
	int result;

	while ((result = start_begin(id, streams, control, code)) == START_BUSY)
		poll(NULL, 0, START_PAUSE);
	if (result != 0 || start_end(id, *control, code) == 0)
		return result;
	auto_close(control);
	*control = -1;
	return -1;
}
