/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/pidfd.h"
#include "life/monitor/monitor.h"
#include "life/monitor/monitor_clients.h"
#include "life/monitor/monitor_loop.h"
#include "life/monitor/monitor_errand.h"
#include "life/monitor/monitor_restart.h"
#include "life/monitor/monitor_worker.h"
#include "life/monitor/powers.h"
#include "life/network/resolver_watch.h"
#include "life/stop.h"

enum { SIGNALS, LISTENER, TIMER, CONSOLE, RESOLVER, HEALTH, WORKER, OUTPUT, ERRORS, INPUT, FIRST_CLIENT };

enum { PATIENCE = 2000 };   /* milliseconds, as Docker's */

static struct message message;
static char piece[MESSAGE_SIZE];

void monitor_ask_to_end(struct monitor *monitor, int number, int seconds)
{
	struct itimerspec when = { .it_value.tv_sec = seconds, .it_value.tv_nsec = seconds ? 0 : 1 };

	health_watch_rest(&monitor->health);
	/* A start that is not so far yet has nobody who could take another signal. */
	pidfd_signal(monitor->process, monitor_restart_is_starting(monitor) ? SIGKILL : number);
	monitor_errand_end_pause(monitor);
	if (seconds >= 0)
		timerfd_settime(monitor->timer, 0, &when, NULL);
}

void monitor_stop(struct monitor *monitor, int number, int seconds, bool by_hand)
{
	monitor->hurries = true;
	restarts_cancel(&monitor->restarts, by_hand);
	monitor_ask_to_end(monitor, number, seconds);
}

/* Somebody may have paused it, or asked it to end, before its start was quite over. */
static void begin_health(struct monitor *monitor)
{
	health_watch_begin(&monitor->health);
	if (monitor->errand || monitor->outcome->paused || monitor->hurries)
		health_watch_rest(&monitor->health);
}

static void end_work(struct monitor *monitor)
{
	monitor->worker = 0;
	if (monitor->outcome->ran && monitor->child)
		begin_health(monitor);
	if (monitor->outcome->failed)
		pidfd_signal(monitor->process, SIGKILL);
	else if (!monitor->started)
		message_send(MONITOR_CONTROL, MESSAGE_STARTED, monitor->outcome->pid, 0, NULL, 0);
	monitor->started = true;
}

/* The next of our children that has ended, 0 or -1 if there is none: nobody tells of it again. */
static pid_t reap_one(int *status)
{
	pid_t ended;

	while ((ended = waitpid(-1, status, WNOHANG)) < 0 && errno != ECHILD)
		;
	return ended;
}

static void reap(struct monitor *monitor)
{
	int status;
	pid_t ended;

	while ((ended = reap_one(&status)) > 0) {
		if (monitor_errand_reap(monitor, ended, status))
			continue;
		if (ended == monitor->child) {
			monitor->child = 0;
			monitor->ended = status;
			health_watch_rest(&monitor->health);
		} else if (ended == monitor->follower) {
			monitor->follower = 0;
		} else if (ended == monitor->worker) {
			/* Killed, it could not say what was the matter. */
			if (!WIFEXITED(status) && !monitor->outcome->ran) {
				monitor->outcome->failed = 125;
				strcpy(monitor->outcome->text, "start the container: the worker was killed");
			}
			end_work(monitor);
		} else if (health_watch_reap(&monitor->health, ended, status)) {
			monitor_restart_unhealthy(monitor);
		}
	}
}

static void take_signal(struct monitor *monitor)
{
	struct signalfd_siginfo signal;

	while (read(monitor->signals, &signal, sizeof signal) == sizeof signal) {
		if (signal.ssi_signo == SIGCHLD)
			reap(monitor);
		/* The machine is shutting down: end as the container's user would have it ended. */
		else if (signal.ssi_signo == SIGTERM)
			monitor_stop(monitor, stop_signal_of(&monitor->container),
				     (int)stop_timeout_of(&monitor->container, STOP_TIMEOUT), false);
	}
}

static void take_console(struct monitor *monitor)
{
	int master = -1;

	if (message_receive(monitor->console, &message, &master) >= 0 && master >= 0) {
		streams_take_terminal(&monitor->streams, master);
		if (monitor->rows)
			streams_resize(&monitor->streams, monitor->rows, monitor->columns);
		streams_push(&monitor->streams);
	}
	close(monitor->console);
	monitor->console = -1;
}

static void follow_resolver(struct monitor *monitor)
{
	pid_t follower = powers_fork();

	if (follower == 0) {
		worker_follow_resolver(&monitor->container);
		_exit(0);
	}
	monitor->follower = follower < 0 ? 0 : follower;
}

/* One piece of one stream, to the log and to whoever looks on. True if there was one. */
static bool relay(struct monitor *monitor, int *stream, enum message_type type)
{
	ssize_t length = *stream < 0 ? -1 : streams_read(stream, piece, sizeof piece);

	if (length >= 0)
		log_append(&monitor->log, type == MESSAGE_OUTPUT ? LOG_STDOUT : LOG_STDERR, piece, (size_t)length);
	if (length > 0)
		clients_show(&monitor->clients, type, piece, (size_t)length);
	return length > 0;
}

static void watch(const struct monitor *monitor, struct pollfd *polls)
{
	const struct streams *streams = &monitor->streams;
	/* While somebody is behind, the container waits as it would for a slow pipe; and the starter is
	 * to hear that it has started before it hears anything of it. */
	bool relays = !monitor->clients.piece && monitor->started;

	polls[SIGNALS] = (struct pollfd){ .fd = monitor->signals, .events = POLLIN };
	polls[LISTENER] = (struct pollfd){ .fd = clients_have_place(&monitor->clients) ? monitor->listener : -1,
					   .events = POLLIN };
	polls[TIMER] = (struct pollfd){ .fd = monitor->timer, .events = POLLIN };
	polls[CONSOLE] = (struct pollfd){ .fd = monitor->console, .events = POLLIN };
	polls[RESOLVER] = (struct pollfd){ .fd = monitor->follower ? -1 : monitor->resolver,
					   .events = POLLIN };
	polls[HEALTH] = (struct pollfd){ .fd = monitor->health.timer, .events = POLLIN };
	polls[WORKER] = (struct pollfd){ .fd = monitor->done, .events = POLLIN };
	polls[OUTPUT] = (struct pollfd){ .fd = relays ? streams->output : -1, .events = POLLIN };
	polls[ERRORS] = (struct pollfd){ .fd = relays ? streams->error : -1, .events = POLLIN };
	polls[INPUT] = (struct pollfd){ .fd = streams->pending ? streams->input : -1, .events = POLLOUT };
	clients_poll(&monitor->clients, polls + FIRST_CLIENT, !streams->pending);
}

static void serve(struct monitor *monitor, const struct pollfd *polls)
{
	uint64_t expired;

	/* Clients come first: who attached before the start sees the first output. */
	for (int i = 0; i < CONNECTIONS_MOST; i++) {
		struct client *client = &monitor->clients.all[i];

		if (polls[FIRST_CLIENT + i].revents & (POLLIN | POLLHUP | POLLERR)
		    && client->socket == polls[FIRST_CLIENT + i].fd
		    && !(client->gives_input && monitor->streams.pending))
			monitor_hear(monitor, client);
	}
	if (polls[LISTENER].revents) {
		int client = message_accept(monitor->listener);

		if (client >= 0)
			clients_add(&monitor->clients, client);
	}
	if (polls[TIMER].revents && read(monitor->timer, &expired, sizeof expired) == sizeof expired) {
		monitor->overdue = !monitor->restarts.waiting;
		monitor->restarts.waiting = false;
		pidfd_signal(monitor->process, SIGKILL);
		monitor_errand_end_pause(monitor);
	}
	if (polls[CONSOLE].revents)
		take_console(monitor);
	if (polls[RESOLVER].revents && resolver_watch_take(monitor->resolver))
		follow_resolver(monitor);
	if (polls[HEALTH].revents)
		health_watch_probe(&monitor->health, monitor->process);
	if (polls[INPUT].revents)
		streams_push(&monitor->streams);
	if (monitor->clients.piece)
		clients_catch_up(&monitor->clients);
	clients_see_off(&monitor->clients);
	if (polls[OUTPUT].revents && !monitor->clients.piece)
		relay(monitor, &monitor->streams.output, MESSAGE_OUTPUT);
	if (polls[ERRORS].revents && !monitor->clients.piece)
		relay(monitor, &monitor->streams.error, MESSAGE_ERROR_OUTPUT);
	if (polls[WORKER].revents && monitor_worker_is_done(monitor))
		end_work(monitor);
	if (polls[SIGNALS].revents)
		take_signal(monitor);
}

/* The first process is gone, and the kernel has ended all others: what they wrote is in the pipes. */
static bool is_drained(struct monitor *monitor)
{
	while (!monitor->clients.piece)
		if (!relay(monitor, &monitor->streams.output, MESSAGE_OUTPUT)
		    && !relay(monitor, &monitor->streams.error, MESSAGE_ERROR_OUTPUT))
			return true;
	return false;
}

static bool is_at_work(const struct monitor *monitor)
{
	return monitor->child || monitor->worker || monitor->follower || monitor->errand || monitor->restarts.waiting;
}

void monitor_loop(struct monitor *monitor)
{
	struct pollfd polls[FIRST_CLIENT + CONNECTIONS_MOST];

	while (is_at_work(monitor) || !is_drained(monitor)) {
		/* Who doesn't read can't keep the others from ending it, nor it from running again. */
		bool impatient = (monitor->hurries || monitor->restarts.unhealthy
				  || monitor->restarts.policy.kind != RESTART_NO)
				 && !is_at_work(monitor);
		int ready;

		watch(monitor, polls);
		ready = poll(polls, FIRST_CLIENT + CONNECTIONS_MOST, impatient ? PATIENCE : -1);
		if (ready > 0)
			serve(monitor, polls);
		else if (ready == 0)
			clients_drop_behind(&monitor->clients);
	}
}
