/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kernel/namespace.h"
#include "kernel/pidfd.h"
#include "life/monitor/monitor.h"
#include "life/monitor/monitor_errand.h"
#include "life/monitor/monitor_restart.h"
#include "life/monitor/monitor_worker.h"
#include "life/stop.h"
#include "life/worker.h"

enum { OWN_FAULT = 125, START_FAILED = 128, SECOND = 1000, MILLISECOND = 1000000 };

static int exit_of_run(const struct monitor *monitor)
{
	return WIFEXITED(monitor->ended) ? WEXITSTATUS(monitor->ended) : 128 + WTERMSIG(monitor->ended);
}

struct ending monitor_restart_ending(const struct monitor *monitor)
{
	const struct restarts *restarts = &monitor->restarts;
	const struct outcome *outcome = monitor->outcome;
	struct ending ending = { .exit = exit_of_run(monitor), .error = outcome->text, .ran = outcome->ran,
				 .joined = outcome->joined, .overdue = monitor->overdue, .by_hand = restarts->by_hand,
				 .restarts = restarts->count };

	/* A restart that came to nothing leaves the run before as the last one. */
	if (restarts->count && !outcome->ran)
		ending.exit = restarts->exit;
	else if (outcome->failed)
		ending.exit = outcome->failed == OWN_FAULT ? START_FAILED : outcome->failed;
	if (restarts->count && restarts->cancelled)
		ending.error = "";
	return ending;
}

/* What the run had of the monitor. */
static void leave_run(struct monitor *monitor)
{
	int *const descriptors[] = { &monitor->process, &monitor->console };

	streams_close(&monitor->streams);
	for (int i = 0; i < 2; i++) {
		if (*descriptors[i] >= 0)
			close(*descriptors[i]);
		*descriptors[i] = -1;
	}
}

/* In a worker, while we serve the clients. The outcome is that of the next run. */
static void undo(struct monitor *monitor)
{
	struct ending ending = monitor_restart_ending(monitor);

	ending.restarting = true;
	if (monitor_worker_fork(monitor) == 0) {
		namespace_end(monitor->mounts);
		worker_finish(&monitor->container, &ending, RESTART_MARK_NONE);
		monitor_worker_end(monitor);
	}
	monitor_loop(monitor);
	/* Once what is to be seen of it says that it will be tried again. */
	if (monitor->outcome->late && monitor->restarts.count == 1)
		message_send(MONITOR_CONTROL, MESSAGE_FAILED, monitor->outcome->failed, 0, monitor->outcome->text,
			     strlen(monitor->outcome->text));
	memset(monitor->outcome, 0, sizeof *monitor->outcome);
	monitor->overdue = false;
}

static void pause_for(struct monitor *monitor, int milliseconds)
{
	struct itimerspec when = { .it_value = { milliseconds / SECOND,
						 (long)(milliseconds % SECOND) * MILLISECOND } };

	monitor->restarts.waiting = timerfd_settime(monitor->timer, 0, &when, NULL) == 0;
	monitor_loop(monitor);
}

static bool claim(struct monitor *monitor)
{
	pid_t worker = monitor_worker_fork(monitor);

	if (worker == 0) {
		worker_prepare(&monitor->container, monitor->outcome);
		monitor_worker_end(monitor);
	}
	if (worker < 0) {
		monitor->outcome->failed = OWN_FAULT;
		strcpy(monitor->outcome->text, strerror(errno));
		return false;
	}
	monitor_loop(monitor);
	return !monitor->outcome->failed;
}

/* A run that was due without anybody looking on, and whose links did not get ready in time, counts as
 * one: they may be next time. */
static bool was_run(const struct monitor *monitor)
{
	return monitor->outcome->ran || (monitor->outcome->late && (monitor->restarts.count || monitor->alone));
}

static int exit_to_follow(const struct monitor *monitor)
{
	if (monitor->outcome->ran)
		return exit_of_run(monitor);
	return monitor->restarts.count ? monitor->restarts.exit : START_FAILED;
}

bool monitor_restart_prepare(struct monitor *monitor)
{
	struct restarts *restarts = &monitor->restarts;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!was_run(monitor)
	    || !restarts_follow(restarts, exit_to_follow(monitor), &now))
		return false;
	leave_run(monitor);
	undo(monitor);
	if (restarts->cancelled)
		return false;
	clients_tell_run(&monitor->clients, restarts->exit);
	pause_for(monitor, restarts->pause);
	return !restarts->cancelled && claim(monitor) && !restarts->cancelled;
}

bool monitor_restart_is_starting(const struct monitor *monitor)
{
	return monitor->outcome->waits || (monitor->restarts.count && !monitor->outcome->ran);
}

int monitor_restart_signal(struct monitor *monitor, int number)
{
	bool ends = stop_is_asked_by(&monitor->container, number);

	if (ends)
		restarts_cancel(&monitor->restarts, true);
	if (monitor->process < 0)
		return 0;   /* between two runs */
	if (monitor->restarts.count && !monitor->outcome->ran)
		number = ends ? SIGKILL : 0;
	else if (monitor->outcome->waits)
		return ESRCH;
	if (pidfd_signal(monitor->process, number) < 0)
		return errno;
	/* As Docker: where no signal is named that stops it, any does. */
	if (number == stop_signal_of(&monitor->container) || number == SIGKILL || !record_get(&monitor->container, "stop_signal"))
		monitor_errand_end_pause(monitor);
	return 0;
}

void monitor_restart_unhealthy(struct monitor *monitor)
{
	const struct record *container = &monitor->container;

	if (!record_get(container, "restart_unhealthy") || monitor->restarts.cancelled)
		return;
	monitor->restarts.unhealthy = true;
	monitor_ask_to_end(monitor, stop_signal_of(container), (int)stop_timeout_of(container, STOP_TIMEOUT));
}
