/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "life/start.h"
#include "options.h"
#include "provision/provision_child.h"
#include "provision/provision_request.h"

/* The child's answer goes to its parent as it ends, whoever ends it. */
static struct record answer;
static int answer_to = -1;
static bool reading;

static void note_failure(const char *text)
{
	if (reading)
		record_addf(&answer, "word", "%d", options_reading() - 1);
	record_add(&answer, "failed", text);
}

static void send_answer(void)
{
	if (reading && !record_get(&answer, "failed"))
		note_failure("--help is not for a file");
	file_write(answer_to, answer.text, answer.length);
}

/* What a child is to do. */
struct errand {
	const struct provision_file *file;
	const char *former;        /* in whose place it makes the container; NULL: only look */
	bool image, start;
};

static int run_errand(const struct errand *errand)
{
	char id[ID_LENGTH + 1];
	autoclose int control = -1;
	int code;

	/* --help, too, ends it. */
	reading = true;
	provision_request_read(errand->file);
	reading = false;
	if (provision_request_check(errand->image) < 0)
		return -1;
	if (!errand->former)
		return provision_request_describe(&answer);
	if (provision_request_make(errand->file, errand->former, id) < 0)
		return -1;
	return errand->start ? start_container(id, 0, &control, &code) : 0;
}

_Noreturn static void child(const struct errand *errand, int to)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	fail_tell(note_failure);
	answer_to = to;
	atexit(send_answer);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
		fail("open /dev/null: %m");
	else if (run_errand(errand) >= 0)
		record_add(&answer, "done", "yes");
	exit(EXIT_SUCCESS);
}

static int receive(int from, struct record *record)
{
	char part[4096];
	ssize_t got;

	while ((got = read(from, part, sizeof part)) != 0) {
		char *more;

		if (got < 0 && errno == EINTR)
			continue;
		more = got < 0 ? NULL : realloc(record->text, record->length + (size_t)got);
		if (!more)
			return -1;
		memcpy(more + record->length, part, (size_t)got);
		record->text = more;
		record->length += (size_t)got;
		record->room = record->length;
	}
	/* Cut off in the middle of a line, it is not used as one. */
	return record->length && record->text[record->length - 1] ? -1 : 0;
}

static int conclude(const struct provision_file *file, const struct record *told)
{
	for (const char *text = NULL; (text = record_next(told, "failed", text));)
		provision_file_refuse(file, text, (int)record_number(told, "word", -1));
	if (record_get(told, "done"))
		return 0;
	return record_get(told, "failed") ? -1 : provision_file_refuse(file, "it came to no end", -1);
}

static int send_child(const struct errand *errand, struct record *told)
{
	const struct provision_file *file = errand->file;
	autoclose int from = -1;
	int ends[2], result;
	pid_t pid;

	fflush(NULL);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail("read %s: %m", file->path);
	from = ends[0];
	pid = fork();
	if (pid == 0)
		child(errand, ends[1]);
	close(ends[1]);
	if (pid < 0)
		return fail("read %s: %m", file->path);
	result = receive(from, told);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	return result < 0 ? fail("read %s: its answer was cut off", file->path) : conclude(file, told);
}

int provision_child_look(const struct provision_file *file, bool image, struct record *asked)
{
	return send_child(&(struct errand){ .file = file, .image = image }, asked);
}

int provision_child_make(const struct provision_file *file, const char *former, bool start)
{
	struct record told autorecord = { 0 };

	return send_child(&(struct errand){ .file = file, .former = former, .image = true, .start = start }, &told);
}
