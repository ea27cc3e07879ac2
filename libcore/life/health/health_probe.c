/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/duration.h"
#include "base/fail.h"
#include "kernel/pidfd.h"
#include "life/exec.h"
#include "life/health/health_probe.h"
#include "life/monitor/message.h"
#include "store/events.h"
#include "store/log/health_log.h"
#include "store/status.h"

/* What has come out of the test so far. */
struct finding {
	int exit;
	bool ended;
	size_t length;
	char output[HEALTH_OUTPUT + sizeof "..."];
};

static void find_failure(struct finding *finding, const char *text)
{
	finding->exit = -1;
	finding->ended = true;
	finding->length = (size_t)snprintf(finding->output, HEALTH_OUTPUT, "%s", text);
}

/* The first bytes are kept, without those of 0, which no text of ours can hold. */
static void find_output(struct finding *finding, const char *data, size_t length)
{
	for (; length && finding->length < HEALTH_OUTPUT; data++, length--)
		if (*data)
			finding->output[finding->length++] = *data;
	if (length)
		strcpy(finding->output + HEALTH_OUTPUT, "...");
}

/* CMD-SHELL's line goes to the shell of the image. The caller's to free; NULL said. */
static char **words_of(const struct record *container)
{
	static const char *const shell[] = { "/bin/sh", "-c" };
	const char *kind = record_get(container, "health_test"), *word;
	bool in_shell = strcmp(kind, "CMD-SHELL") == 0, own = record_get(container, "shell");
	size_t count = 3;
	char **words;

	for (word = NULL; (word = record_next(container, "shell", word));)
		count++;
	for (word = kind; (word = record_next(container, "health_test", word));)
		count++;
	words = calloc(count, sizeof *words);
	if (!words) {
		fail("run the healthcheck: %m");
		return NULL;
	}
	count = 0;
	for (word = NULL; in_shell && own && (word = record_next(container, "shell", word));)
		words[count++] = (char *)word;
	for (int i = 0; in_shell && !own && i < 2; i++)
		words[count++] = (char *)shell[i];
	for (word = kind; (word = record_next(container, "health_test", word));)
		words[count++] = (char *)word;
	return words;
}

static void take_message(struct finding *finding, int keeper)
{
	static struct message message;
	ssize_t length = message_receive(keeper, &message, NULL);

	if (length < 0) {
		find_failure(finding, "the healthcheck was killed before it could begin");
		return;
	}
	switch (message.type) {
	case MESSAGE_OUTPUT:
	case MESSAGE_ERROR_OUTPUT:
		find_output(finding, message.data, (size_t)length);
		/* Who prints without end doesn't keep us busy with it. */
		if (finding->length == HEALTH_OUTPUT)
			poll(NULL, 0, 1);
		break;
	case MESSAGE_FAILED:
		message.data[length < MESSAGE_SIZE ? length : MESSAGE_SIZE - 1] = '\0';
		find_failure(finding, message.data);
		break;
	case MESSAGE_EXIT:
		finding->exit = message.value;
		finding->ended = true;
		break;
	}
}

/* Until it has ended, or its time is up. */
static void listen_to(struct finding *finding, int keeper, int64_t timeout)
{
	uint64_t end = duration_clock() + (uint64_t)timeout;
	char time[DURATION_LENGTH], text[64 + DURATION_LENGTH];

	while (!finding->ended) {
		struct pollfd ready = { keeper, POLLIN, 0 };
		uint64_t now = duration_clock(), left = now < end ? end - now : 0;
		struct timespec patience = { (time_t)(left / DURATION_SECOND), (long)(left % DURATION_SECOND) };
		int got = left ? ppoll(&ready, 1, &patience, NULL) : 0;

		if (got > 0) {
			take_message(finding, keeper);
		} else if (got == 0) {
			snprintf(text, sizeof text, "Health check exceeded timeout (%s)", duration_text(timeout, time));
			find_failure(finding, text);
		} else if (errno != EINTR) {
			find_failure(finding, strerror(errno));
		}
	}
}

static int note_state(const struct record *container, enum health_state state)
{
	autorecord struct record status = { 0 };

	if (status_load(&status, container) < 0)
		return -1;
	if (record_set(&status, "health", health_word(state)) < 0)
		return fail("note the health of %.12s: %m", record_get(container, "id"));
	return status_save(&status, record_get(container, "id"));
}

/* -1: its status says something else. */
static int note(const struct health_probe *probe, const struct finding *finding, struct health_result *result)
{
	struct health health = probe->health;
	bool changed = health_judge(&health, &probe->check, finding->exit, probe->age);
	char action[32];
	int noted = 0;

	result->exit = finding->exit;
	result->output = finding->output;
	health_log_add(record_get(probe->container, "id"), health.streak, result);
	if (changed || probe->anew)
		noted = note_state(probe->container, health.state);
	if (changed) {
		snprintf(action, sizeof action, "health_status: %s", health_word(health.state));
		events_container(probe->container, action, NULL);
	}
	return noted;
}

int health_probe_run(const struct health_probe *probe)
{
	autofree char **words = words_of(probe->container);
	struct execution execution = { .argv = words, .brief = true };
	autorecord struct record status = { 0 };
	static struct finding finding;
	struct health_result result;
	int keeper = -1, code;

	fail_silently(true);
	health_log_stamp(result.began);
	if (words && status_load(&status, probe->container) == 0)
		keeper = exec_begin(probe->container, &status, &execution, probe->process);
	if (keeper < 0)
		find_failure(&finding, fail_text());
	else
		listen_to(&finding, keeper, probe->check.timeout);
	health_log_stamp(result.ended);
	/* The kernel has ended all processes of a container before anybody hears that the first one ended. */
	if (finding.exit && pidfd_is_ending(probe->process))
		code = PROBE_VOID;
	else
		code = (finding.exit ? PROBE_FAILED : 0) | (note(probe, &finding, &result) < 0 ? PROBE_NOT_NOTED : 0);
	/* One that is still there ends now, and isn't joined by the next before it has. */
	auto_close(&keeper);
	while (wait(NULL) > 0 || errno == EINTR)
		;
	return code;
}
