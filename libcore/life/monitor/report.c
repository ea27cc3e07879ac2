/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "base/fail.h"
#include "life/monitor/report.h"

int report_send(int socket, enum report_kind kind, int value)
{
	struct report report = { .kind = (int)kind, .value = value };
	size_t length = offsetof(struct report, text) + 1;

	if (kind == REPORT_FAILED)
		length += (size_t)snprintf(report.text, sizeof report.text, "%s", fail_text());
	while (send(socket, &report, length, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return -1;
	return 0;
}

bool report_is_waiting(int socket)
{
	struct pollfd poll_one = { .fd = socket, .events = POLLIN };

	return poll(&poll_one, 1, 0) > 0;
}

int report_receive(int socket, struct report *report)
{
	ssize_t length;

	*report = (struct report){ 0 };
	while ((length = recv(socket, report, sizeof *report, 0)) < 0)
		if (errno != EINTR)
			return errno == ECONNRESET ? 0 : -1;
	report->text[sizeof report->text - 1] = '\0';
	return length > 0;
}
