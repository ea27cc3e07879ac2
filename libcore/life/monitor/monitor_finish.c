/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "life/monitor/monitor.h"
#include "life/monitor/monitor_finish.h"
#include "life/monitor/monitor_restart.h"
#include "life/monitor/monitor_worker.h"
#include "life/worker.h"

static struct monitor *ours;
static int worker_end = -1;   /* in the last worker: of the connection to its monitor */

static void release_ports(void)
{
	for (int fd = MONITOR_FIRST_PORT; fd < MONITOR_FIRST_PORT + ours->ports; fd++)
		close(fd);
	ours->ports = 0;
}

static void have_ports_released(void)
{
	char byte = 0;

	release_ports();
	/* End of file: the monitor's are closed. */
	if (send(worker_end, &byte, 1, MSG_NOSIGNAL) == 1)
		recv(worker_end, &byte, 1, 0);
}

static void fork_worker(struct ending *ending, const int ends[2])
{
	if (monitor_worker_fork(ours) != 0)
		return;
	if (ends[0] >= 0)
		close(ends[0]);
	worker_end = ends[1];
	ending->unplugged = have_ports_released;
	worker_finish(&ours->container, ending, restarts_mark(&ours->restarts, ours->outcome->failed));
	monitor_worker_end(ours);
}

/* The worker asks for it once the network is gone, or is gone itself. */
static void release_ports_when_asked(int ends[2])
{
	char byte;

	if (ends[0] < 0)
		return;
	close(ends[1]);
	recv(ends[0], &byte, 1, 0);
	release_ports();
	close(ends[0]);
}

void monitor_finish(struct monitor *monitor)
{
	struct ending ending = monitor_restart_ending(monitor);
	bool started = ending.ran || monitor->restarts.count;
	int ends[2];

	ours = monitor;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		ends[0] = ends[1] = -1;
	if (record_get(&monitor->container, "id"))
		fork_worker(&ending, ends);
	release_ports_when_asked(ends);
	monitor_worker_await(monitor);
	/* Ports first, then the lock: whoever sees the lock free may start the container again. */
	unlinkat(monitor->directory, "monitor.sock", 0);
	release_ports();
	close(monitor->lock);
	if (monitor->outcome->failed && !started)
		message_send(MONITOR_CONTROL, MESSAGE_FAILED, monitor->outcome->failed, 0, monitor->outcome->text,
			     strlen(monitor->outcome->text));
	clients_tell_exit(&monitor->clients, ending.exit);
}
