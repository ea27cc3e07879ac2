/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/network/netlink.h"
#include "kernel/process.h"
#include "life/monitor/monitor_worker.h"
#include "life/monitor/powers.h"

static void forget(struct monitor *monitor)
{
	if (monitor->done >= 0)
		close(monitor->done);
	monitor->done = -1;
}

pid_t monitor_worker_fork(struct monitor *monitor)
{
	int done[2];
	pid_t pid;

	forget(monitor);
	/* Without it the worker's end tells. */
	if (pipe2(done, O_CLOEXEC) < 0)
		done[0] = done[1] = -1;
	pid = powers_fork();
	monitor->worker = pid < 0 ? 0 : pid;
	monitor->done = done[pid == 0];
	if (done[0] >= 0)
		close(done[pid != 0]);
	if (pid < 0)
		forget(monitor);
	return pid;
}

_Noreturn void monitor_worker_end(const struct monitor *monitor)
{
	if (monitor->done >= 0)
		process_say_done(monitor->done, netlink_netfilter_opened());
	_exit(EXIT_SUCCESS);
}

bool monitor_worker_is_done(struct monitor *monitor)
{
	char byte;
	ssize_t got;

	do
		got = read(monitor->done, &byte, 1);
	while (got < 0 && errno == EINTR);
	forget(monitor);
	if (got == 1)
		monitor->worker = 0;
	return got == 1;
}

void monitor_worker_await(struct monitor *monitor)
{
	int status;

	if (!monitor->worker || (monitor->done >= 0 && monitor_worker_is_done(monitor)))
		return;
	while (waitpid(monitor->worker, &status, 0) < 0 && errno == EINTR)
		;
	monitor->worker = 0;
}
