/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/terminal.h"
#include "life/attach.h"
#include "life/detach_keys.h"
#include "life/monitor/signals.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/status.h"

enum {
	GOES_ON = 100,
	TYPED_MOST = MESSAGE_SIZE - DETACH_KEYS_MOST,
	WRITE_MOST = 4096,    /* what a pipe takes without blocking once poll says that it takes some */
};

struct relay {
	const struct attachment *attachment;
	int monitor, signals;
	bool reading;         /* our input has more */
	bool end_unsent;      /* it ended, the monitor has still to be told */
	bool left;            /* the detach keys were typed */
	struct detach_keys keys;
	char input[MESSAGE_SIZE];
	size_t unsent;        /* bytes of it; while there are any, no more are read */
	struct message output;
	size_t shown, length; /* of output; while they differ, nothing more is received */
	int *status;
};

/* What the client itself finds wrong, Docker says without a prefix. */
static int refuse(const char *what)
{
	fail_phase("", "");
	errno = 0;
	return fail("%s", what);
}

int attach_check(const struct attachment *attachment)
{
	struct detach_keys keys;
	char text[FAILURE_LENGTH];
	bool was;
	int parsed;

	if (attachment->tty && attachment->streams & ATTACH_INPUT && !isatty(STDIN_FILENO))
		return refuse("the input device is not a TTY");
	was = fail_silently(true);
	parsed = detach_keys_parse(&keys, attachment->detach_keys);
	fail_silently(was);
	return parsed < 0 ? refuse(strcpy(text, fail_text())) : 0;
}

/* A program draws its prompt or screen again when the size changes: `more` makes it change. */
static void send_size(int monitor, int more)
{
	int rows, columns;

	if (terminal_size(STDOUT_FILENO, &rows, &columns) == 0 || terminal_size(STDIN_FILENO, &rows, &columns) == 0)
		message_send(monitor, MESSAGE_RESIZE, rows + more, columns + more, NULL, 0);
}

void attach_send_size(int monitor)
{
	send_size(monitor, 0);
}

static void send_signal(const struct relay *relay, int number)
{
	const char *id = relay->attachment->id;
	autoclose int monitor = id ? message_connect(id) : -1;

	message_send(monitor < 0 ? relay->monitor : monitor, MESSAGE_SIGNAL, number, 0, NULL, 0);
}

static void take_signal(struct relay *relay)
{
	struct signalfd_siginfo signal;

	if (read(relay->signals, &signal, sizeof signal) != sizeof signal)
		return;
	if (signal.ssi_signo == SIGWINCH)
		send_size(relay->monitor, 0);
	else if (relay->attachment->tty)
		signals_die((int)signal.ssi_signo);
	else
		send_signal(relay, (int)signal.ssi_signo);
}

static void read_input(struct relay *relay)
{
	char typed[TYPED_MOST];
	ssize_t got = read(STDIN_FILENO, typed, sizeof typed);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		relay->reading = false;
		relay->end_unsent = true;
		return;
	}
	relay->left = detach_keys_filter(&relay->keys, typed, (size_t)got, relay->input, &relay->unsent);
	relay->reading = !relay->left;
}

/* The socket is full: later. Nobody takes it any more: it is lost, but there may be an exit status
 * to be received. */
static void send_input(struct relay *relay)
{
	if (relay->unsent && message_send(relay->monitor, MESSAGE_INPUT, 0, 0, relay->input, relay->unsent) < 0) {
		if (errno == EAGAIN || errno == EINTR)
			return;
		relay->reading = false;
	}
	relay->unsent = 0;
	if (relay->end_unsent && message_send(relay->monitor, MESSAGE_INPUT_END, 0, 0, NULL, 0) < 0
	    && (errno == EAGAIN || errno == EINTR))
		return;
	relay->end_unsent = false;
}

static int show_output(struct relay *relay)
{
	bool error = relay->output.type == MESSAGE_ERROR_OUTPUT;
	size_t left = relay->length - relay->shown;
	ssize_t wrote = write(error ? STDERR_FILENO : STDOUT_FILENO, relay->output.data + relay->shown,
			      left < WRITE_MOST ? left : WRITE_MOST);

	if (wrote >= 0)
		relay->shown += (size_t)wrote;
	else if (errno != EINTR && errno != EAGAIN) {
		fail_phase("", "");
		return fail("write /dev/%s: %m", error ? "stderr" : "stdout");
	}
	return GOES_ON;
}

static int lose(struct relay *relay)
{
	*relay->status = 137;
	fail("the container was killed together with its monitor");
	return ATTACH_LOST;
}

static int receive(struct relay *relay)
{
	ssize_t length = message_receive(relay->monitor, &relay->output, NULL);

	if (length < 0)
		return errno == EAGAIN || errno == EINTR ? GOES_ON : lose(relay);
	switch (relay->output.type) {
	case MESSAGE_OUTPUT:
	case MESSAGE_ERROR_OUTPUT:
		relay->shown = 0;
		relay->length = (size_t)length;
		return GOES_ON;
	case MESSAGE_FAILED:
		fail("%.*s", (int)length, relay->output.data);
		*relay->status = relay->output.value;
		return ATTACH_EXITED;
	case MESSAGE_EXIT:
		*relay->status = relay->output.value;
		return ATTACH_EXITED;
	default:
		return GOES_ON;
	}
}

/* Wait for whatever can be done now, and do it. */
static int step(struct relay *relay)
{
	enum { MONITOR, SIGNALS, INPUT, OUTPUT, ALL };
	bool sending = relay->unsent || relay->end_unsent, showing = relay->shown < relay->length;
	int output = relay->output.type == MESSAGE_ERROR_OUTPUT ? STDERR_FILENO : STDOUT_FILENO;
	struct pollfd ready[ALL] = {
		[MONITOR] = { relay->monitor, (short)((showing ? 0 : POLLIN) | (sending ? POLLOUT : 0)), 0 },
		[SIGNALS] = { relay->signals, POLLIN, 0 },
		[INPUT] = { relay->reading && !sending ? STDIN_FILENO : -1, POLLIN, 0 },
		[OUTPUT] = { showing ? output : -1, POLLOUT, 0 },
	};

	if (showing && !sending)
		ready[MONITOR].fd = -1; /* or its hanging up would be reported for ever */
	if (poll(ready, ALL, -1) < 0)
		return errno == EINTR ? GOES_ON : fail("wait for the container: %m");
	if (ready[SIGNALS].revents)
		take_signal(relay);
	if (ready[INPUT].revents)
		read_input(relay);
	if (relay->unsent || relay->end_unsent)
		send_input(relay);
	if (ready[OUTPUT].revents)
		return show_output(relay);
	return ready[MONITOR].revents & ~POLLOUT && !showing ? receive(relay) : GOES_ON;
}

static int run(struct relay *relay)
{
	bool to_show = relay->attachment->streams & (ATTACH_OUTPUT | ATTACH_ERROR);

	for (;;) {
		int end = step(relay);

		if (end != GOES_ON)
			return end;
		if (relay->left || (!to_show && !relay->reading && !relay->unsent && !relay->end_unsent))
			return ATTACH_DETACHED;
	}
}

static void tell_detached(const char *id)
{
	autorecord struct record container = { 0 };
	bool was = fail_silently(true);

	if (id && container_record_load(&container, id) == 0)
		events_container(&container, "detach", NULL);
	fail_silently(was);
}

int attach_relay(int monitor, const struct attachment *attachment, int *status)
{
	static struct relay relay;
	bool input = attachment->streams & ATTACH_INPUT;
	struct sigaction ignore = { .sa_handler = SIG_IGN }, pipe_before;
	sigset_t set, before;
	int end = -1;

	relay = (struct relay){ .attachment = attachment, .monitor = monitor, .reading = input, .status = status };
	if (attachment->tty && detach_keys_parse(&relay.keys, attachment->detach_keys) < 0)
		return -1;
	signals_choose(&set, attachment->tty, attachment->proxy_signals);
	relay.signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (relay.signals < 0 || fcntl(monitor, F_SETFL, O_NONBLOCK) < 0) {
		auto_close(&relay.signals);
		return fail("prepare attaching: %m");
	}
	sigprocmask(SIG_BLOCK, &set, &before);
	sigaction(SIGPIPE, &ignore, &pipe_before);
	if (!attachment->tty || !input || !isatty(STDIN_FILENO) || terminal_make_raw(STDIN_FILENO) == 0) {
		if (attachment->tty)
			send_size(monitor, 0);
		end = run(&relay);
	}
	terminal_restore();
	close(relay.signals);
	sigaction(SIGPIPE, &pipe_before, NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (relay.left && end == ATTACH_DETACHED)
		tell_detached(attachment->id);
	return end;
}

/* Docker's words for a container in this state; NULL if it can be attached. */
static const char *unattachable(const char *state)
{
	if (strcmp(state, "paused") == 0)
		return "You cannot attach to a paused container, unpause it first";
	if (strcmp(state, "restarting") == 0)
		return "You cannot attach to a restarting container, wait until it is running";
	return strcmp(state, "running") == 0 ? NULL : "You cannot attach to a stopped container, start it first";
}

int attach_container(struct attachment *attachment, int *status)
{
	autorecord struct record container = { 0 }, now = { 0 };
	autoclose int monitor = -1;
	const char *reason;

	if (container_record_load(&container, attachment->id) < 0 || status_load(&now, &container) < 0)
		return -1;
	reason = unattachable(record_get(&now, "state"));
	if (reason)
		return refuse(reason);
	attachment->tty = record_get(&container, "tty") != NULL;
	if (attach_check(attachment) < 0)
		return -1;
	if (!record_get(&container, "open_stdin"))
		attachment->streams &= ~ATTACH_INPUT;
	monitor = message_connect(attachment->id);
	if (monitor < 0)
		return refuse(unattachable("exited"));
	if (message_send(monitor, MESSAGE_ATTACH, attachment->streams, 0, NULL, 0) < 0)
		return fail("attach to %.12s: %m", attachment->id);
	events_container(&container, "attach", NULL);
	if (attachment->tty)
		send_size(monitor, 1);
	return attach_relay(monitor, attachment, status);
}
