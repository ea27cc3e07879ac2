/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/auto.h"
#include "kernel/network/port_socket.h"

static int set(int fd, int level, int option, int value)
{
	return setsockopt(fd, level, option, &value, sizeof value);
}

int port_socket_open(bool udp, uint32_t address, uint16_t port)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons(port),
				    .sin_addr.s_addr = address };
	struct sock_filter drop = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog drop_all = { 1, &drop };
	int fd = socket(AF_INET, (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	/* The address may come later, with its interface. A datagram that finds no published port yet
	 * must not wait in a queue that nobody reads. */
	if (set(fd, IPPROTO_IP, IP_FREEBIND, 1) < 0
	    || (udp && (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &drop_all, sizeof drop_all) < 0
			|| set(fd, SOL_SOCKET, SO_RCVBUF, 1) < 0))
	    /* With SO_REUSEADDR at bind the last holder's TIME_WAIT is no obstacle; left on, a host
	     * program that sets it too could listen here. */
	    || (!udp && set(fd, SOL_SOCKET, SO_REUSEADDR, 1) < 0)
	    || bind(fd, (struct sockaddr *)&name, sizeof name) < 0
	    || (!udp && set(fd, SOL_SOCKET, SO_REUSEADDR, 0) < 0)) {
		auto_close(&fd);
		return -1;
	}
	return fd;
}
