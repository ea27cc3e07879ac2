/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/network/netlink.h"

static char reason[160];

int netlink_open(int protocol)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	int on = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
	return fd;
}

static int netfilter = -1;

int netlink_netfilter(void)
{
	if (netfilter < 0)
		netfilter = netlink_open(NETLINK_NETFILTER);
	return netfilter;
}

int netlink_netfilter_opened(void)
{
	return netfilter;
}

void netlink_netfilter_anew(void)
{
	if (netfilter >= 0)
		close(netfilter);
	netfilter = -1;
}

static char *memory_of(struct netlink_batch *batch)
{
	return batch->larger ? batch->larger : batch->buffer;
}

static size_t used_of(struct netlink_batch *batch)
{
	if (!batch->message)
		return 0;
	return (size_t)((char *)batch->message - memory_of(batch))
		+ MNL_ALIGN(batch->message->nlmsg_len);
}

struct nlmsghdr *netlink_begin(struct netlink_batch *batch, uint16_t type, uint16_t flags,
	const void *header, size_t length)
{
	size_t size = batch->larger ? batch->size : sizeof batch->buffer;
	size_t used = used_of(batch);

	if (size - used < NETLINK_MESSAGE) {
		batch->full = true;
		used = size - NETLINK_MESSAGE;
	}
	batch->message = mnl_nlmsg_put_header(memory_of(batch) + used);
	batch->message->nlmsg_type = type;
	batch->message->nlmsg_flags = NLM_F_REQUEST | flags;
	batch->message->nlmsg_seq = (uint32_t)batch->count++;
	memcpy(mnl_nlmsg_put_extra_header(batch->message, length), header, length);
	return batch->message;
}

static int post(int kernel, struct netlink_batch *batch)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	size_t length = used_of(batch);
	int most = (int)length + 65536;

	if (batch->full) {
		errno = ENOBUFS;
		return -1;
	}
	/* One datagram has to fit into the send buffer; its default takes about 200 kB. */
	if (length > 131072)
		setsockopt(kernel, SOL_SOCKET, SO_SNDBUFFORCE, &most, sizeof most);
	while (sendto(kernel, memory_of(batch), length, 0, (struct sockaddr *)&address, sizeof address) < 0)
		if (errno != EINTR)
			return -1;
	return 0;
}

static ssize_t receive(int kernel, char *answer, int flags)
{
	ssize_t length;

	do
		length = recv(kernel, answer, NETLINK_BUFFER, flags | MSG_TRUNC);
	while (length < 0 && errno == EINTR);
	if (length > NETLINK_BUFFER) {
		errno = EMSGSIZE;
		return -1;
	}
	return length;
}

/* The kernel's words stand in attributes after the error; NETLINK_CAP_ACK keeps the request out. */
static void keep_reason(const struct nlmsghdr *answer)
{
	const struct nlattr *attribute;

	if (!(answer->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	mnl_attr_for_each(attribute, answer, sizeof(struct nlmsgerr))
		if (mnl_attr_get_type(attribute) == NLMSGERR_ATTR_MSG)
			snprintf(reason, sizeof reason, " (%.*s)",
				(int)mnl_attr_get_payload_len(attribute),
				mnl_attr_get_str(attribute));
}

/* libmnl takes a length above 2^31 for a small one, and looks for attributes up to the next multiple of 4. */
static bool is_whole(const struct nlmsghdr *answer, int length)
{
	return mnl_nlmsg_ok(answer, length) && answer->nlmsg_len <= INT32_MAX
	       && answer->nlmsg_len % NLMSG_ALIGNTO == 0;
}

/* The verdict in an answer, 0 or a negative errno. */
static int verdict_of(const struct nlmsghdr *answer)
{
	enum { ERRNO_MOST = 4095 };
	int error = -EPROTO;

	if (mnl_nlmsg_get_payload_len(answer) >= sizeof error)
		memcpy(&error, mnl_nlmsg_get_payload(answer), sizeof error);
	return error > 0 || error < -ERRNO_MOST ? -EPROTO : error;
}

struct verdict {
	int error;        /* the first that counts */
	int failed;       /* and whose it is */
	bool complete;    /* there was an answer */
};

static void judge(struct verdict *verdict, const struct netlink_batch *batch, const char *answers,
	int length)
{
	const struct nlmsghdr *answer = (const struct nlmsghdr *)answers;

	for (; is_whole(answer, length); answer = mnl_nlmsg_next(answer, &length)) {
		int error = verdict_of(answer);

		if (answer->nlmsg_type != NLMSG_ERROR)
			continue;
		verdict->complete = true;
		if (!error || -error == batch->accepted || verdict->error)
			continue;
		verdict->error = -error;
		verdict->failed = answer->nlmsg_seq < (unsigned)batch->count ? (int)answer->nlmsg_seq : -1;
		keep_reason(answer);
	}
}

int netlink_send(int kernel, struct netlink_batch *batch)
{
	_Alignas(8) char answers[NETLINK_BUFFER];
	struct verdict verdict = { .failed = -1 };
	ssize_t length;

	reason[0] = '\0';
	if (!batch->message)
		return 0;
	/* Refusals come unasked; one answer to the last message tells that all were read. */
	batch->message->nlmsg_flags |= NLM_F_ACK;
	if (post(kernel, batch) < 0)
		verdict.error = errno;
	/* The kernel works inside sendto: whatever it answers is there by now. */
	while (!verdict.error || verdict.failed >= 0) {
		length = receive(kernel, answers, MSG_DONTWAIT);
		if (length < 0 && errno == ENOBUFS)
			continue;
		if (length < 0)
			break;
		judge(&verdict, batch, answers, (int)length);
	}
	if (!verdict.error && !verdict.complete)
		verdict.error = EPROTO;
	batch->message = NULL;
	batch->count = 0;
	batch->failed = verdict.failed;
	if (!verdict.error)
		return 0;
	errno = verdict.error;
	return -1;
}

/* One datagram of a dump. 1: the dump is over. */
static int read_dump(const char *answers, int length,
	int (*each)(const struct nlmsghdr *answer, void *context), void *context, int *result)
{
	const struct nlmsghdr *answer = (const struct nlmsghdr *)answers;

	for (; is_whole(answer, length); answer = mnl_nlmsg_next(answer, &length)) {
		if (answer->nlmsg_type == NLMSG_ERROR || answer->nlmsg_type == NLMSG_DONE) {
			int error = verdict_of(answer);

			if (error && !*result) {
				errno = -error;
				*result = -1;
			}
			return 1;
		}
		if (!*result)
			*result = each(answer, context);
	}
	return 0;
}

int netlink_dump(int kernel, struct netlink_batch *batch,
	int (*each)(const struct nlmsghdr *answer, void *context), void *context)
{
	_Alignas(8) char answers[NETLINK_BUFFER];
	int result = 0, sent;
	ssize_t length;

	reason[0] = '\0';
	batch->message->nlmsg_flags |= NLM_F_DUMP;
	sent = post(kernel, batch);
	batch->message = NULL;
	batch->count = 0;
	if (sent < 0)
		return -1;
	do {
		length = receive(kernel, answers, 0);
		if (length < 0)
			return -1;
	} while (!read_dump(answers, (int)length, each, context, &result));
	return result;
}

const char *netlink_reason(void)
{
	return reason;
}
