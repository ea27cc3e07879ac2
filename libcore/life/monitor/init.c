/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "life/monitor/init.h"

/* Reap everything; the command's end is the container's. */
static void reap(pid_t command)
{
	int status;
	pid_t ended;

	while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
		if (ended == command)
			_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

void init_begin(int report)
{
	sigset_t all;
	pid_t command;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	command = fork();
	if (command <= 0) {
		sigset_t none;

		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		/* A process group of its own, in the foreground: ctrl-c is for the command. */
		if (command == 0 && setpgid(0, 0) == 0) {
			signal(SIGTTOU, SIG_IGN);
			tcsetpgrp(STDIN_FILENO, getpid());
			signal(SIGTTOU, SIG_DFL);
		}
		return;
	}
	close(report);
	for (;;) {
		int number;

		if (sigwait(&all, &number) != 0)
			continue;
		if (number == SIGCHLD)
			reap(command);
		else if (number != SIGTTIN && number != SIGTTOU && number != SIGTSTP)
			kill(command, number);
	}
}
