/* Attaching: the relay against a monitor that is played here.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/fail.h"
#include "life/attach.h"
#include "life/detach_keys.h"

enum { PATIENCE = 5000, DETACHED = 60, LOST = 61, FAILED = 62 };

static int number, failed;

/* A client whose standard streams we hold, and the monitor's end of its connection. */
static struct {
	pid_t pid;
	int monitor, input, output, error;
} client;

static struct message got;
static ssize_t length;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - attach: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static _Noreturn void be_client(const struct attachment *attachment, int monitor)
{
	int status = 0;

	switch (attach_relay(monitor, attachment, &status)) {
	case ATTACH_EXITED:
		_exit(status);
	case ATTACH_DETACHED:
		_exit(DETACHED);
	case ATTACH_LOST:
		_exit(status == 137 ? LOST : 1);
	default:
		_exit(FAILED);
	}
}

static void start(struct attachment attachment)
{
	int monitor[2], input[2], output[2], error[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, monitor) < 0 || pipe2(input, O_CLOEXEC) < 0
	    || pipe2(output, O_CLOEXEC) < 0 || pipe2(error, O_CLOEXEC) < 0)
		exit(1);
	fflush(stdout);
	client.pid = fork();
	if (client.pid == 0) {
		dup2(input[0], 0);
		dup2(output[1], 1);
		dup2(error[1], 2);
		close(input[1]);
		close(output[0]);
		close(error[0]);
		close(monitor[0]);
		be_client(&attachment, monitor[1]);
	}
	close(input[0]);
	close(output[1]);
	close(error[1]);
	close(monitor[1]);
	client.monitor = monitor[0];
	client.input = input[1];
	client.output = output[0];
	client.error = error[0];
}

/* The exit status of the client, and everything closed. */
static int end(void)
{
	int status;

	for (int tries = 0; waitpid(client.pid, &status, WNOHANG) == 0; tries++) {
		if (tries == PATIENCE / 10)
			kill(client.pid, SIGKILL);
		usleep(10000);
	}
	close(client.monitor);
	close(client.input);
	close(client.output);
	close(client.error);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int finish(int status)
{
	message_send(client.monitor, MESSAGE_EXIT, status, 0, NULL, 0);
	return end();
}

static bool receives(enum message_type type)
{
	struct pollfd ready = { client.monitor, POLLIN, 0 };

	if (poll(&ready, 1, PATIENCE) <= 0)
		return false;
	length = message_receive(client.monitor, &got, NULL);
	return length >= 0 && got.type == type;
}

static bool receives_text(const char *text)
{
	return receives(MESSAGE_INPUT) && (size_t)length == strlen(text) && memcmp(got.data, text, strlen(text)) == 0;
}

static bool reads(int fd, const char *text)
{
	char data[256];
	struct pollfd ready = { fd, POLLIN, 0 };

	return poll(&ready, 1, PATIENCE) > 0 && read(fd, data, sizeof data) == (ssize_t)strlen(text)
	       && memcmp(data, text, strlen(text)) == 0;
}

static void type(const char *text)
{
	if (write(client.input, text, strlen(text)) < 0)
		exit(1);
}

static const struct attachment everything = { .streams = ATTACH_INPUT | ATTACH_OUTPUT | ATTACH_ERROR };

static void streams(void)
{
	start(everything);
	type("hello");
	ok(receives_text("hello"), "sends input");
	message_send(client.monitor, MESSAGE_OUTPUT, 0, 0, "out", 3);
	message_send(client.monitor, MESSAGE_ERROR_OUTPUT, 0, 0, "err", 3);
	ok(reads(client.output, "out") && reads(client.error, "err"), "keeps the outputs apart");
	close(client.input);
	ok(receives(MESSAGE_INPUT_END), "tells of the end of input");
	ok(finish(42) == 42, "ends with the container's status");
	start((struct attachment){ .streams = ATTACH_OUTPUT });
	type("hello");
	message_send(client.monitor, MESSAGE_OUTPUT, 0, 0, "out", 3);
	ok(reads(client.output, "out") && recv(client.monitor, &got, sizeof got, MSG_DONTWAIT) < 0,
	   "leaves input alone if it isn't attached");
	finish(0);
	start((struct attachment){ .streams = ATTACH_INPUT });
	close(client.input);
	ok(receives(MESSAGE_INPUT_END) && end() == DETACHED, "leaves when only input was attached and it ended");
}

static void pressure(void)
{
	static char block[4096];
	size_t filled = 0, sum = 0;
	ssize_t wrote;

	start(everything);
	fcntl(client.input, F_SETFL, O_NONBLOCK);
	for (int idle = 0; idle < 20; idle++) {
		while ((wrote = write(client.input, block, sizeof block)) > 0) {
			filled += (size_t)wrote;
			idle = 0;
		}
		usleep(10000);
	}
	ok(filled > 100000 && filled < 4000000, "stops reading input that nobody takes");
	close(client.input);
	while (receives(MESSAGE_INPUT))
		sum += (size_t)length;
	ok(sum == filled && got.type == MESSAGE_INPUT_END, "loses none of it");
	finish(0);
	start(everything);
	type("never read");
	usleep(50000);
	message_send(client.monitor, MESSAGE_EXIT, 7, 0, NULL, 0);
	close(client.monitor);
	ok(end() == 7, "gets the status of a monitor that left input unread");
}

static void broken_ends(void)
{
	start(everything);
	close(client.output);
	message_send(client.monitor, MESSAGE_OUTPUT, 0, 0, "y\n", 2);
	ok(reads(client.error, "linkbox: write /dev/stdout: Broken pipe\n") && end() == FAILED,
	   "ends when nobody reads its output");
	start(everything);
	close(client.monitor);
	ok(end() == LOST, "reports a monitor that died");
}

static void signals(void)
{
	struct attachment proxy = everything;

	/* Who runs the tests behind a shell's & has us ignore it. */
	signal(SIGINT, SIG_DFL);
	proxy.proxy_signals = true;
	start(proxy);
	type("x");
	receives_text("x");
	kill(client.pid, SIGINT);
	ok(receives(MESSAGE_SIGNAL) && got.value == SIGINT, "passes a signal on");
	kill(client.pid, SIGUSR1);
	ok(receives(MESSAGE_SIGNAL) && got.value == SIGUSR1, "passes any signal on");
	finish(0);
	start(everything);
	type("x");
	receives_text("x");
	kill(client.pid, SIGTERM);
	ok(end() == 1000 + SIGTERM, "dies of a signal that it isn't to pass on");
}

/* The same with a terminal: its master is what we hold. */
static void start_on_terminal(struct termios *before)
{
	int monitor[2], master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), slave;
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct attachment attachment = everything;

	attachment.tty = true;
	grantpt(master);
	unlockpt(master);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	ioctl(master, TIOCSWINSZ, &size);
	tcgetattr(slave, before);
	if (slave < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, monitor) < 0)
		exit(1);
	fflush(stdout);
	client.pid = fork();
	if (client.pid == 0) {
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		for (int fd = 0; fd < 3; fd++)
			dup2(slave, fd);
		close(monitor[0]);
		close(master);
		be_client(&attachment, monitor[1]);
	}
	close(monitor[1]);
	client.monitor = monitor[0];
	client.input = master;
	client.output = dup(master);
	client.error = slave;
}

static bool is_restored(const struct termios *before)
{
	struct termios now;

	return tcgetattr(client.error, &now) == 0 && now.c_lflag == before->c_lflag && now.c_iflag == before->c_iflag
	       && now.c_oflag == before->c_oflag;
}

static bool becomes_restored(const struct termios *before)
{
	for (int tries = 0; tries < PATIENCE / 10 && !is_restored(before); tries++)
		usleep(10000);
	return is_restored(before);
}

static void terminals(void)
{
	struct winsize size = { .ws_row = 50, .ws_col = 132 };
	struct termios before;
	bool restored;

	start_on_terminal(&before);
	ok(receives(MESSAGE_RESIZE) && got.value == 24 && got.other == 80, "tells the terminal's size at the beginning");
	type("\003\r");
	ok(receives_text("\003\r"), "passes ctrl-c and return as keys");
	ioctl(client.input, TIOCSWINSZ, &size);
	ok(receives(MESSAGE_RESIZE) && got.value == 50 && got.other == 132, "tells a new size");
	type("\020x");
	ok(receives_text("\020x"), "passes a ctrl-p that begins nothing");
	type("\020");
	usleep(50000);
	type("\020\021");
	ok(receives_text("\020"), "holds ctrl-p back until the next key");
	restored = becomes_restored(&before);
	ok(end() == DETACHED && restored, "detaches with ctrl-p ctrl-q, and restores the terminal");
	start_on_terminal(&before);
	receives(MESSAGE_RESIZE);
	ok(!is_restored(&before), "makes the terminal raw");
	kill(client.pid, SIGTERM);
	restored = becomes_restored(&before);
	ok(end() == 1000 + SIGTERM && restored, "restores the terminal when it is killed");
	start_on_terminal(&before);
	receives(MESSAGE_RESIZE);
	message_send(client.monitor, MESSAGE_EXIT, 3, 0, NULL, 0);
	restored = becomes_restored(&before);
	ok(end() == 3 && restored, "restores the terminal when the container ends");
}

static bool filters(const char *specification, const char *typed, const char *expected, bool complete)
{
	struct detach_keys keys;
	char passed[64];
	size_t count;

	return detach_keys_parse(&keys, specification) == 0
	       && detach_keys_filter(&keys, typed, strlen(typed), passed, &count) == complete
	       && count == strlen(expected) && memcmp(passed, expected, count) == 0;
}

static void keys(void)
{
	struct detach_keys parsed;

	ok(filters(NULL, "ab\020\021", "ab", true) && filters(NULL, "\020a\020\020\021", "\020a\020", true),
	   "knows ctrl-p ctrl-q");
	ok(filters("ctrl-a,a", "x\001", "x", false) && filters("ctrl-a,a", "\001a", "", true)
	   && filters("ctrl-[,@,ctrl-@", "\033@", "", false) && filters("q", "xq", "x", true), "knows other keys");
	ok(filters("", "\020\021", "\020\021", false), "knows of no keys at all");
	fail_silently(true);
	ok(detach_keys_parse(&parsed, "ctrl-p,") < 0 && detach_keys_parse(&parsed, "ctrl-1") < 0
	   && detach_keys_parse(&parsed, "bad") < 0 && detach_keys_parse(&parsed, ",") < 0
	   && detach_keys_parse(&parsed, "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q") < 0, "refuses what are no keys");
	fail_silently(false);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	keys();
	streams();
	pressure();
	broken_ends();
	signals();
	terminals();
	printf("1..%d\n", number);
	return failed != 0;
}
