/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/network/iface.h"
#include "kernel/network/iface_delete.h"
#include "kernel/pidfd.h"
#include "kernel/process.h"

/* By its number: by the time the kernel comes to it, the end of the container's namespace may have taken it
 * away, and the next start have made another of the name. */
static int delete(int kernel, int index)
{
	struct netlink_batch batch = { .accepted = ENODEV };
	struct ifinfomsg header = { .ifi_family = AF_UNSPEC, .ifi_index = index };

	/* ip link delete */
	netlink_begin(&batch, RTM_DELLINK, 0, &header, sizeof header);
	return netlink_send(kernel, &batch);
}

/* A descriptor that has something to read when interfaces change. */
static int open_news(void)
{
	const struct sockaddr_nl links = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK };
	int news = netlink_open(NETLINK_ROUTE);

	if (news >= 0 && bind(news, (const struct sockaddr *)&links, sizeof links) < 0)
		auto_close(&news), news = -1;
	return news;
}

/* Until the interface is gone, or the process has ended. */
static void await_deletion(int kernel, const char *name, int index, int news, int process)
{
	struct pollfd polls[] = { { .fd = news, .events = POLLIN }, { .fd = process, .events = POLLIN } };
	char text[256];

	while (iface_index(kernel, name) == index && !polls[1].revents) {
		poll(polls, 2, -1);
		/* What it was is no matter, nor that some of it was lost. */
		while (recv(news, text, sizeof text, MSG_DONTWAIT) > 0)
			;
	}
}

/* A process that has nothing of ours: nobody who waits for a lock or for the end of a pipe waits for it. -1 */
static pid_t fork_apart(void)
{
	int closed[2];
	pid_t pid;

	if (pipe2(closed, O_CLOEXEC) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		process_close_from(0);
		return 0;
	}
	close(closed[1]);
	while (read(closed[0], &(char){ 0 }, 1) < 0 && errno == EINTR)
		;
	close(closed[0]);
	return pid;
}

/* The interface and its routes are gone at once, and then the kernel lets the one who asked wait until it is freed
 * (10 to 20 ms). */
static void delete_apart(int kernel, const char *name, int index)
{
	autoclose int news = open_news(), process = -1;
	pid_t pid = news < 0 ? -1 : fork_apart();

	if (pid == 0) {
		kernel = netlink_open(NETLINK_ROUTE);
		_exit(kernel < 0 || delete(kernel, index) < 0);
	}
	process = pid < 0 ? -1 : pidfd_take(pid);
	if (process >= 0)
		await_deletion(kernel, name, index, news, process);
	/* Who deletes many has not many that have ended. */
	if (pid > 0)
		waitpid(pid, NULL, WNOHANG);
}

int iface_delete(const char *name)
{
	autoclose int kernel = netlink_open(NETLINK_ROUTE);
	int index = kernel < 0 ? -1 : iface_index(kernel, name);

	if (index < 0)
		return kernel >= 0 && errno == ENODEV ? 0 : fail("delete interface %s: %m", name);
	delete_apart(kernel, name, index);
	if (iface_index(kernel, name) != index)
		return 0;
	return delete(kernel, index) < 0 ? fail("delete interface %s: %m%s", name, netlink_reason()) : 0;
}
