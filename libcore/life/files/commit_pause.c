/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "life/files/commit_pause.h"
#include "life/pause.h"

/* Pause it, tell so, and let it go on when nobody has the other end any more. */
static void hold(const char *id, int told, int ended)
{
	char byte = 0;

	setsid();   /* what ends the command from the terminal is not for us */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (pause_container(id, true) < 0)
		_exit(EXIT_FAILURE);
	write(told, &byte, 1);
	while (read(ended, &byte, 1) < 0 && errno == EINTR)
		continue;
	_exit(pause_container(id, false) < 0);
}

void commit_pause_begin(struct commit_pause *pause, const char *id)
{
	bool silent = fail_silently(true);
	int told[2], ended[2];
	char byte;

	*pause = (struct commit_pause){ .pipe = -1, .process = -1 };
	if (pipe2(told, O_CLOEXEC) == 0 && pipe2(ended, O_CLOEXEC) == 0) {
		pause->process = fork();
		if (pause->process == 0) {
			close(told[0]);
			close(ended[1]);
			hold(id, told[1], ended[0]);
		}
		close(told[1]);
		close(ended[0]);
		pause->pipe = ended[1];
		while (read(told[0], &byte, 1) < 0 && errno == EINTR)
			continue;
		close(told[0]);
	}
	fail_silently(silent);
}

void commit_pause_end(struct commit_pause *pause)
{
	if (pause->process < 0)
		return;
	close(pause->pipe);
	while (waitpid(pause->process, NULL, 0) < 0 && errno == EINTR)
		continue;
}
