/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "kernel/terminal.h"
#include "life/monitor/signals.h"

static const int of_terminal[] = { SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, 0 };
static const int never[] = { SIGCHLD, SIGPIPE, SIGURG, SIGWINCH, SIGTTIN, SIGTTOU, SIGSEGV, SIGBUS,
			     SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, 0 };

void signals_choose(sigset_t *set, bool tty, bool proxy)
{
	struct sigaction action;

	sigemptyset(set);
	if (tty) {
		for (const int *number = of_terminal; *number; number++)
			sigaddset(set, *number);
	} else if (proxy) {
		sigfillset(set);
		for (const int *number = never; *number; number++)
			sigdelset(set, *number);
	}
	for (int number = 1; number <= SIGRTMAX; number++)
		if (sigismember(set, number) == 1 && sigaction(number, NULL, &action) == 0
		    && action.sa_handler == SIG_IGN)
			sigdelset(set, number);
}

void signals_die(int number)
{
	sigset_t set;

	terminal_restore();
	sigemptyset(&set);
	sigaddset(&set, number);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
