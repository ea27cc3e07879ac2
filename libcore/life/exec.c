/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/id.h"
#include "base/stream.h"
#include "base/text.h"
#include "kernel/binary.h"
#include "life/attach.h"
#include "life/child/child_namespaces.h"
#include "life/child/confinement.h"
#include "life/limits/devices.h"
#include "life/environment.h"
#include "life/exec.h"
#include "life/monitor/keeper.h"
#include "life/monitor/message.h"
#include "life/child/process_limits.h"
#include "store/container_record.h"
#include "store/events.h"
#include "store/status.h"

/* A pidfd of the container's first process. */
static int take_process(const struct record *container, struct record *now, const char *name)
{
	const char *id = record_get(container, "id"), *state;
	int process;

	if (status_load(now, container) < 0)
		return -1;
	state = record_get(now, "state");
	if (strcmp(state, "paused") == 0)
		return fail("Container %s is paused, unpause the container before exec", name);
	if (strcmp(state, "restarting") == 0)
		return fail("Container %s is restarting, wait until the container is running", id);
	process = strcmp(state, "running") == 0 ? message_take_process(id) : -1;
	return process < 0 ? fail("Container %s is not running", id) : process;
}

/* The container's, as it would be now, with a terminal or not, and what the user has said. */
static int build_environment(struct record *environment, struct record *container, const struct execution *execution)
{
	record_drop(container, "tty");
	if ((execution->tty && record_add(container, "tty", "yes") < 0)
	    || environment_build(environment, container) < 0)
		return -1;
	for (const char *line = NULL; execution->env && (line = record_next(execution->env, "env", line));)
		if (environment_set(environment, line) < 0)
			return -1;
	return 0;
}

/* What the command may do: what its container may, or more. As descriptor, -1 said. */
static int save_confinement(const struct record *container, const struct record *now, bool privileged)
{
	struct confinement confinement;

	if (confinement_read(&confinement, container,
			     child_namespaces_users(container, NULL) || devices_are_ruled(now)) < 0)
		return -1;
	if (privileged)
		confinement_privilege(&confinement);
	return confinement_save(&confinement);
}

/* In the child: nothing of ours goes on but the three descriptors. All are first moved out of the
 * way of 3 to 5. */
static void become_keeper(int binary, const int descriptors[3], char **words)
{
	int copies[3], binary_copy = fcntl(binary, F_DUPFD_CLOEXEC, 10), client = descriptors[0];
	bool placed = binary_copy >= 0;

	fail_silently(true);
	for (int i = 0; i < 3; i++)
		copies[i] = fcntl(descriptors[i], F_DUPFD_CLOEXEC, 10);
	for (int i = 0; i < 3; i++)
		placed = placed && copies[i] >= 0 && dup2(copies[i], KEEPER_CLIENT + i) == KEEPER_CLIENT + i;
	if (placed) {
		client = copies[0];
		binary_run(binary_copy, words);
	}
	message_send(client, MESSAGE_FAILED, EXIT_FAILURE, 0, fail_text(), strlen(fail_text()));
	_exit(EXIT_FAILURE);
}

/* "5,crew": those of --group-add are the command's as well. NULL: no memory. */
static char *join_groups(const struct record *container)
{
	char *text = NULL;
	size_t length;
	FILE *out = stream_open(&text, &length);

	if (!out)
		return NULL;
	for (const char *group = NULL; (group = record_next(container, "group_add", group));)
		fprintf(out, "%s,", group);
	if (stream_close(out) == 0)
		return text;
	free(text);
	return NULL;
}

static int spawn_keeper(const struct record *container, const struct record *now, struct record *environment,
			const struct execution *execution, int process)
{
	const char *user = execution->user ? execution->user : record_get(container, "user");
	const char *workdir = execution->workdir ? execution->workdir : record_get(container, "workdir");
	char flags[] = { execution->detach ? 'd' : '.', execution->input ? 'i' : '.', execution->tty ? 't' : '.',
			 execution->brief ? 'b' : '.', 0 };
	size_t count = 0;
	autofree char **words = NULL;
	autofree char *groups = NULL, *limits = NULL;
	autoclose int binary = binary_open(), confinement = save_confinement(container, now, execution->privileged);
	int sockets[2];
	pid_t keeper;

	while (execution->argv[count])
		count++;
	words = calloc(count + 9, sizeof *words);
	groups = join_groups(container);
	limits = process_limits_write(container, now);
	if (binary < 0 || confinement < 0)
		return -1;
	if (!words || !groups || !limits || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
		return fail("prepare the command: %m");
	memcpy(words, (const char *[]){ "linkbox", "exec", "--keep", flags, user ? user : "",
					workdir ? workdir : "/", groups, limits }, 8 * sizeof *words);
	memcpy(words + 8, execution->argv, count * sizeof *words);
	if (execution->tty)
		attach_send_size(sockets[0]);
	keeper = fork();
	if (keeper == 0) {
		environ = environment_array(environment);
		become_keeper(binary, (const int[]){ sockets[1], process, confinement }, words);
	}
	close(sockets[1]);
	if (keeper < 0) {
		close(sockets[0]);
		return fail("start a process: %m");
	}
	return sockets[0];
}

int exec_begin(struct record *container, const struct record *now, const struct execution *execution, int process)
{
	autorecord struct record environment = { 0 };

	if (build_environment(&environment, container, execution) < 0)
		return -1;
	return spawn_keeper(container, now, &environment, execution, process);
}

/* Docker's client shows what the daemon, or its runtime, says of a command as it is. */
static void say_failure(const char *text)
{
	bool runtime = fail_is_like_docker() && (text_starts(text, "exec") || text_starts(text, "chdir"));

	fail_phase("", "");
	fail(runtime ? "OCI runtime exec failed: exec failed: unable to start container process: %s: unknown" : "%s", text);
}

/* 1: it has ended; 0: it goes on without us, or never began (said); -1 said. */
static int serve(int keeper, const struct execution *execution, int *status)
{
	struct attachment attachment = {
		.streams = ATTACH_OUTPUT | ATTACH_ERROR | (execution->input ? ATTACH_INPUT : 0),
		.tty = execution->tty,
		.detach_keys = execution->detach_keys,
	};
	static struct message message;
	ssize_t length = message_receive(keeper, &message, NULL);

	errno = 0;
	if (length < 0)
		return fail("the command was killed before it could begin");
	if (message.type == MESSAGE_FAILED) {
		message.data[length < MESSAGE_SIZE ? length : MESSAGE_SIZE - 1] = '\0';
		say_failure(message.data);
		*status = message.value;
		return 0;
	}
	*status = 0;
	if (execution->detach)
		return 0;
	switch (attach_relay(keeper, &attachment, status)) {
	case ATTACH_EXITED:
		return 1;
	case ATTACH_LOST:
		return 0;
	case ATTACH_DETACHED:
		fail_phase("", "");
		return fail("read escape sequence");
	default:
		return -1;
	}
}

/* "exec_start: sh -c true", and "exec_start: true " where nothing follows the first word. */
static void tell(const struct record *container, const char *action, char **words, const char *exec)
{
	autofree char *text = NULL;
	size_t length;
	FILE *out = stream_open(&text, &length);

	if (!out)
		return;
	fprintf(out, "%s: %s ", action, *words);
	while (*++words)
		fprintf(out, "%s%s", *words, words[1] ? " " : "");
	fclose(out);
	events_container(container, text, "execID", exec, NULL);
}

static void tell_end(const struct record *container, int status, const char *exec)
{
	char code[16];

	snprintf(code, sizeof code, "%d", status);
	events_container(container, "exec_die", "execID", exec, "exitCode", code, NULL);
}

int exec_run(const char *id, const struct execution *execution, int *status)
{
	struct attachment wanted = {
		.streams = execution->input && !execution->detach ? ATTACH_INPUT : 0,
		.tty = execution->tty,
		.detach_keys = execution->detach_keys,
	};
	autorecord struct record container = { 0 }, now = { 0 };
	autoclose int process = -1, keeper = -1;
	char exec[ID_LENGTH + 1];
	int result;

	if (attach_check(&wanted) < 0 || container_record_load(&container, id) < 0)
		return -1;
	process = take_process(&container, &now, execution->name);
	if (process < 0)
		return -1;
	id_draw(exec);
	tell(&container, "exec_create", execution->argv, exec);
	tell(&container, "exec_start", execution->argv, exec);
	keeper = exec_begin(&container, &now, execution, process);
	result = keeper < 0 ? -1 : serve(keeper, execution, status);
	if (result > 0)
		tell_end(&container, *status, exec);
	return result < 0 ? -1 : 0;
}
