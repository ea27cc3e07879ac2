/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdlib.h>
#include <strings.h>

#include "base/signal_name.h"
#include "base/text.h"

static const struct { const char *name; int number; } signals[] = {
	{ "ABRT", SIGABRT }, { "ALRM", SIGALRM }, { "BUS", SIGBUS }, { "CHLD", SIGCHLD },
	{ "CLD", SIGCHLD }, { "CONT", SIGCONT }, { "FPE", SIGFPE }, { "HUP", SIGHUP },
	{ "ILL", SIGILL }, { "INT", SIGINT }, { "IO", SIGIO }, { "IOT", SIGABRT },
	{ "KILL", SIGKILL }, { "PIPE", SIGPIPE }, { "POLL", SIGIO }, { "PROF", SIGPROF },
	{ "PWR", SIGPWR }, { "QUIT", SIGQUIT }, { "SEGV", SIGSEGV }, { "STKFLT", SIGSTKFLT },
	{ "STOP", SIGSTOP }, { "SYS", SIGSYS }, { "TERM", SIGTERM }, { "TRAP", SIGTRAP },
	{ "TSTP", SIGTSTP }, { "TTIN", SIGTTIN }, { "TTOU", SIGTTOU }, { "URG", SIGURG },
	{ "USR1", SIGUSR1 }, { "USR2", SIGUSR2 }, { "VTALRM", SIGVTALRM }, { "WINCH", SIGWINCH },
	{ "XCPU", SIGXCPU }, { "XFSZ", SIGXFSZ },
};

enum { REALTIME_FIRST = 34, LAST = 64 };   /* as Docker counts them, whatever the libc has taken */

static int realtime(const char *name)
{
	unsigned long step = 0;

	if (strncasecmp(name, "RTMIN", 5) == 0) {
		if (!name[5])
			return REALTIME_FIRST;
		return name[5] == '+' && text_number(name + 6, LAST - REALTIME_FIRST, &step) == 0
		       ? REALTIME_FIRST + (int)step : -1;
	}
	if (strncasecmp(name, "RTMAX", 5) == 0) {
		if (!name[5])
			return LAST;
		return name[5] == '-' && text_number(name + 6, LAST - REALTIME_FIRST, &step) == 0
		       ? LAST - (int)step : -1;
	}
	return -1;
}

int signal_number(const char *text)
{
	unsigned long number;

	if (text_number(text, LAST, &number) == 0)
		return number ? (int)number : -1;
	if (strncasecmp(text, "SIG", 3) == 0)
		text += 3;
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (strcasecmp(text, signals[i].name) == 0)
			return signals[i].number;
	return realtime(text);
}
