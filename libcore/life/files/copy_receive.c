/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "life/files/copy_out.h"
#include "life/files/copy_path.h"
#include "life/files/copy_receive.h"
#include "store/archive/output.h"
#include "store/archive/pour.h"
#include "store/archive/tree_receive.h"
#include "store/archive/unpack_confine.h"

/* Where it goes: `top` in a directory, or into the directory itself. */
struct goal {
	struct copy_path path;
	bool exists, directory;
	const char *where, *top;
};

/* Through links, as far as they lead: the last may lead to what isn't there yet. */
static int look(struct goal *goal)
{
	enum { LINKS_MOST = 10 };
	char target[PATH_MAX];
	struct stat found, parent;
	ssize_t length;

	for (int links = 0;; links++) {
		if (lstat(goal->path.shown, &found) < 0) {
			if (errno != ENOENT)
				return fail("lstat %s: %s", goal->path.shown, fail_reason());
			if (stat(goal->path.directory, &parent) < 0)
				return fail("stat %s: %s", goal->path.directory, fail_reason());
			return S_ISDIR(parent.st_mode) ? 0 : fail("not a directory");
		}
		if (!S_ISLNK(found.st_mode))
			break;
		length = readlink(goal->path.shown, target, sizeof target - 1);
		if (length < 0 || links > LINKS_MOST)
			return fail("too many symlinks in %s", goal->path.shown);
		target[length] = '\0';
		if (copy_path_follow(&goal->path, target) < 0)
			return -1;
	}
	goal->exists = true;
	goal->directory = S_ISDIR(found.st_mode);
	return 0;
}

/* As Docker decides it: into a directory that is there, else in the place of what has the name. */
static int decide(struct goal *goal, const char *source_base, bool source_directory)
{
	if (goal->exists && goal->directory) {
		goal->where = goal->path.clean;
		goal->top = strcmp(source_base, ".") == 0 || strcmp(source_base, "/") == 0 ? "" : source_base;
		return 0;
	}
	if (goal->exists && source_directory)
		return fail("cannot copy directory");
	if (!goal->exists && !source_directory && (goal->path.slash || goal->path.dot))
		return fail("no such directory");
	goal->where = goal->path.directory;
	goal->top = goal->path.base;
	return 0;
}

static int read_goal(const struct copy_out *copy, struct goal *goal)
{
	autofree char *here = getcwd(NULL, 0);

	return copy_path_read(&goal->path, here ? here : "", copy->destination);
}

int copy_receive_check(const struct copy_out *copy)
{
	struct goal goal = { .exists = false };

	return read_goal(copy, &goal) < 0 ? -1 : output_check(goal.path.shown, "");
}

static void receive(int directory, int pipe, const struct receiving *receiving)
{
	signal(SIGINT, SIG_IGN);   /* the end of the pipe ends it, with what it has begun cleared away */
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	umask(0);
	if (unpack_confine_root(directory, false) < 0 || dup2(pipe, STDIN_FILENO) < 0
	    || syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0) < 0 || unpack_confine_calls(true) < 0)
		_exit(fail("copy to %s: give up rights: %m", receiving->what) < 0);
	_exit(tree_receive(STDIN_FILENO, receiving) < 0);
}

static int wait_for(pid_t process, const char *what)
{
	int status = -1;

	while (waitpid(process, &status, 0) < 0 && errno == EINTR)
		continue;
	if (WIFEXITED(status))
		return WEXITSTATUS(status) == 0 ? 0 : -1;
	return fail("copy to %s: the process that did it was killed", what);
}

static int run(const struct copy_out *copy, const struct goal *goal, long long size, int pipe)
{
	struct receiving receiving = {
		.what = copy->destination, .source = copy->source, .top = goal->top, .shown = goal->where, .prefix = "",
		.owned = true, .uid = geteuid(), .gid = getegid(),
	};
	autoclose int directory = open(goal->where, O_PATH | O_DIRECTORY | O_CLOEXEC);
	autoclose int input = -1;
	int ends[2];
	pid_t process;

	if (directory < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return fail("open %s: %s", goal->where, fail_reason());
	input = ends[1];
	process = fork();
	if (process == 0) {
		close(input);
		receive(directory, ends[0], &receiving);
	}
	close(ends[0]);
	if (process < 0)
		return fail("copy to %s: %m", copy->destination);
	/* If it fails, that process has given up, and has said why, or will not. */
	signal(SIGPIPE, SIG_IGN);
	if (pour(pipe, input, copy->watch, copy->source, size) < 0 && errno != EPIPE)
		fail("copy to %s: %m", copy->destination);
	auto_close(&input);
	input = -1;
	return wait_for(process, copy->destination);
}

int copy_receive(const struct copy_out *copy, bool directory, long long size, int pipe)
{
	struct goal goal = { .exists = false };
	struct copy_path source = { .dot = false };

	if (copy_path_read(&source, "", copy->source) < 0 || read_goal(copy, &goal) < 0 || look(&goal) < 0
	    || decide(&goal, source.base, directory) < 0)
		return -1;
	return run(copy, &goal, size, pipe);
}
