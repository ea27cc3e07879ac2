/* traffic - a server, and what measures how fast it is reached
 *
 *   traffic serve PORT              answer, one connection after the other, until killed
 *   traffic send ADDRESS PORT MS    send as much as goes; prints MB/s
 *   traffic ask ADDRESS PORT MS     a connection for each question; prints questions/s and the 99th percentile in us
 *
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BULK = 'b', QUESTION = 'q', BLOCK = 128 * 1024, ANSWER = 100, LATENCIES = 1000000 };

static char block[BLOCK];

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	fprintf(stderr, "traffic: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct sockaddr_in place_of(const char *address, const char *port)
{
	struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)) };

	errno = EINVAL;
	must(inet_pton(AF_INET, address, &place.sin_addr) == 1 ? 0 : -1, address);
	return place;
}

static void answer(int connection)
{
	char kind = 0;

	if (read(connection, &kind, 1) != 1)
		return;
	if (kind == QUESTION && send(connection, block, ANSWER, MSG_NOSIGNAL) < 0)
		return;
	if (kind == BULK)
		while (read(connection, block, sizeof block) > 0)
			;
}

_Noreturn static void serve(const char *port)
{
	struct sockaddr_in place = place_of("0.0.0.0", port);
	int socket_ = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	must(setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
	must(bind(socket_, (struct sockaddr *)&place, sizeof place), "bind");
	must(listen(socket_, 128), "listen");
	for (;;) {
		int connection = accept(socket_, NULL, NULL);

		if (connection < 0)
			continue;
		answer(connection);
		close(connection);
	}
}

static int reach(const struct sockaddr_in *place)
{
	int connection = socket(AF_INET, SOCK_STREAM, 0);

	must(connection, "socket");
	must(connect(connection, (const struct sockaddr *)place, sizeof *place), "connect");
	return connection;
}

/* Until the server has read the last byte, and closed. */
static int measure_sending(const struct sockaddr_in *place, double seconds)
{
	int connection = reach(place);
	double began = now(), sent = 0;

	block[0] = BULK;
	while (now() - began < seconds) {
		ssize_t length = send(connection, block, sizeof block, 0);

		must(length < 0 ? -1 : 0, "send");
		sent += (double)length;
	}
	shutdown(connection, SHUT_WR);
	must(read(connection, block, 1) == 0 ? 0 : -1, "wait for the end");
	printf("%.1f\n", sent / (now() - began) / 1e6);
	return 0;
}

static int by_size(const void *a, const void *b)
{
	const float *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

/* Reset at the end, so that no port is kept from those that come after. */
static void ask(const struct sockaddr_in *place)
{
	const struct linger reset = { 1, 0 };
	int connection = reach(place);
	size_t got = 0;

	must(send(connection, &(char){ QUESTION }, 1, 0) == 1 ? 0 : -1, "send");
	while (got < ANSWER) {
		ssize_t length = read(connection, block, ANSWER);

		must(length > 0 ? 0 : -1, "read the answer");
		got += (size_t)length;
	}
	must(setsockopt(connection, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "setsockopt");
	close(connection);
}

static int measure_asking(const struct sockaddr_in *place, double seconds)
{
	static float latencies[LATENCIES];
	double began = now(), ended = began;
	int count = 0;

	while (ended - began < seconds && count < LATENCIES) {
		double before = ended;

		ask(place);
		ended = now();
		latencies[count++] = (float)((ended - before) * 1e6);
	}
	qsort(latencies, (size_t)count, sizeof *latencies, by_size);
	printf("%.1f %.1f\n", count / (ended - began), (double)latencies[(size_t)count * 99 / 100]);
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in place;

	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		serve(argv[2]);
	if (argc != 5)
		return 2;
	place = place_of(argv[2], argv[3]);
	if (strcmp(argv[1], "send") == 0)
		return measure_sending(&place, atoi(argv[4]) / 1e3);
	return measure_asking(&place, atoi(argv[4]) / 1e3);
}
