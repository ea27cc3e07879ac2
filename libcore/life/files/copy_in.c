/* The process in the container decides where things go, and takes a tar of the source from the pipe, which is
 * called "." in it. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "kernel/identity.h"
#include "kernel/mount/target.h"
#include "life/files/copy_in.h"
#include "life/files/copy_path.h"
#include "life/files/visit.h"
#include "store/archive/pour.h"
#include "store/archive/tree_read.h"
#include "store/archive/tree_receive.h"

struct taking {
	const struct copy_in *copy;
	bool archive, source_directory;
	char source_base[NAME_MAX + 1];
	struct copy_path path;           /* where to, links followed */
	bool exists, directory, device;
};

static struct taking taking;

/* Through links, as far as they lead: the last may lead to what isn't there. */
static int look(const struct visitor *visitor)
{
	enum { LINKS_MOST = 40 };
	struct copy_path *path = &taking.path;
	char target[PATH_MAX];

	for (int links = 0; links < LINKS_MOST; links++) {
		autoclose int parent = target_find(visitor->root, path->directory);
		autoclose int file = -1;
		struct stat found;
		ssize_t length;

		/* "/file/" is nothing; "/link/" is a directory. */
		if (parent >= 0 && (path->slash || path->dot))
			file = target_find(visitor->root, path->shown);
		else if (parent >= 0)
			file = openat(parent, copy_path_name(path), O_PATH | O_NOFOLLOW | O_CLOEXEC);
		if (file < 0 || fstat(file, &found) < 0)
			return 0;
		if (!S_ISLNK(found.st_mode)) {
			taking.exists = true;
			taking.directory = S_ISDIR(found.st_mode);
			taking.device = S_ISCHR(found.st_mode) || S_ISBLK(found.st_mode);
			return 0;
		}
		length = readlinkat(file, "", target, sizeof target - 1);
		target[length < 0 ? 0 : length] = '\0';
		if (length < 0 || copy_path_follow(path, target) < 0)
			return -1;
	}
	errno = ELOOP;
	return fail("copy to %s: %m", taking.copy->destination);
}

/* As Docker decides it, and in its order. `top` is what the source is called in the directory. */
static int decide(const char **top)
{
	const struct copy_in *copy = taking.copy;

	fail_phase("", "");
	*top = taking.path.base;
	if (taking.device)
		return fail("destination \"%s:%s\" must be a directory or a regular file: got a device", copy->name,
			    copy->destination);
	if (taking.archive && !taking.directory)
		return fail("destination \"%s:%s\" must be a directory", copy->name, copy->destination);
	if (taking.exists && taking.directory) {
		strcpy(taking.path.directory, taking.path.clean);
		*top = strcmp(taking.source_base, ".") == 0 || strcmp(taking.source_base, "/") == 0 ? "" : taking.source_base;
	} else if (taking.exists && taking.source_directory) {
		return fail("cannot copy directory");
	} else if (!taking.exists && !taking.source_directory
		   && (taking.path.slash || taking.path.dot || !*copy->destination)) {
		return fail("no such directory");
	}
	return 0;
}

static int refuse_missing(void)
{
	fail_phase("Error: ", "");
	return fail("No such container:path: %s:%s", taking.copy->name, taking.path.directory);
}

/* The directory that things go to. */
static int open_directory(const struct visitor *visitor)
{
	autoclose int found = target_find(visitor->root, taking.path.directory);
	struct stat root, status;
	struct statvfs mount;

	if (found < 0 && errno == ENOENT)
		return refuse_missing();
	fail_phase("Error response from daemon: ", "");
	if (found < 0 || fstat(found, &status) < 0 || fstat(visitor->root, &root) < 0 || fstatvfs(found, &mount) < 0)
		return fail("lstat %s: %s", taking.path.directory, fail_reason());
	if (!S_ISDIR(status.st_mode))
		return fail("extraction point is not a directory");
	if (root.st_dev == status.st_dev && !visitor->up && record_get(taking.copy->container, "ephemeral"))
		return fail("container rootfs is in RAM (--ephemeral) and gone while it isn't running");
	if (root.st_dev == status.st_dev && record_get(taking.copy->container, "read_only"))
		return fail("container rootfs is marked read-only");
	if (mount.f_flag & ST_RDONLY)
		return fail("mounted volume is marked read-only");
	return openat(found, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int take(const struct visitor *visitor, void *context)
{
	const char *user = record_get(taking.copy->container, "user");
	struct receiving receiving = {
		.what = taking.copy->destination, .source = taking.archive ? "standard input" : taking.copy->source,
		.prefix = "Error processing tar file(exit status 1): ", .gzip = taking.archive,
		.owned = taking.copy->owned && user,
	};
	static struct identity identity;
	autoclose int directory = -1;

	(void)context;
	if (look(visitor) < 0 || decide(&receiving.top) < 0)
		return -1;
	identity_look_through(visitor->proc);
	directory = open_directory(visitor);
	if (directory < 0 || (receiving.owned && identity_find(&identity, user) < 0))
		return -1;
	receiving.uid = identity.uid;
	receiving.gid = identity.gid;
	receiving.shown = taking.path.directory;
	if (fchdir(directory) < 0)
		return fail("change to %s: %m", taking.path.directory);
	return tree_receive(visitor->pipe, &receiving);
}

/* The directory of the host that the source is in, and what it is called there. */
static int open_source(const struct copy_in *copy, struct copy_path *path, char name[PATH_MAX])
{
	autofree char *here = getcwd(NULL, 0), *real = NULL;
	struct stat found;

	if (copy_path_read(path, here ? here : "", copy->source) < 0)
		return -1;
	if (lstat(path->shown, &found) < 0)
		return errno == ENOTDIR ? fail("not a directory") : fail("lstat %s: %s", path->shown, fail_reason());
	taking.source_directory = S_ISDIR(found.st_mode);
	strcpy(taking.source_base, path->base);
	snprintf(name, PATH_MAX, "%s", path->shown);
	if (copy->follow && S_ISLNK(found.st_mode)) {
		real = realpath(path->shown, NULL);
		if (!real && errno == ENOENT) {
			ssize_t length = readlink(path->shown, name, PATH_MAX - 1);

			name[length < 0 ? 0 : length] = '\0';
			return copy_path_follow(path, name) < 0 ? -1 : fail("lstat %s: no such file or directory", path->clean);
		}
		if (!real || lstat(real, &found) < 0)
			return fail("lstat %s: %s", path->shown, fail_reason());
		taking.source_directory = S_ISDIR(found.st_mode);
		snprintf(name, PATH_MAX, "%s", real);
	}
	return 0;
}

static int send_source(const struct copy_in *copy, const char *name, int pipe)
{
	static struct tar tar;
	struct tree_reading reading = { .tar = &tar, .sparse = true, .proc = -1 };
	long long total = 0;

	if (copy->watch) {
		tar = (struct tar){ .fd = -1, .what = copy->source, .counting = true };
		if (tree_read(&reading, AT_FDCWD, name, ".") < 0 || tar_write_end(&tar) < 0)
			return -1;
		total = tar.written;
		reading.proc = -1;
	}
	tar = (struct tar){ .fd = pipe, .what = copy->source, .watch = copy->watch, .total = total };
	return tree_read(&reading, AT_FDCWD, name, ".") < 0 ? -1 : tar_write_end(&tar);
}

/* Nothing at all is an archive of nothing. EPIPE: the process in the container has said why it takes no more. */
static int send_archive(const struct copy_in *copy, int pipe)
{
	static char piece[1 << 16];
	ssize_t got;

	do
		got = read(STDIN_FILENO, piece, sizeof piece);
	while (got < 0 && errno == EINTR);
	if (got >= 0 && file_write(pipe, piece, got ? (size_t)got : 1024) == 0
	    && pour(STDIN_FILENO, pipe, copy->watch, "", 0) == 0)
		return 0;
	return errno == EPIPE ? 0 : fail("read standard input: %m");
}

static int copy_to(const struct copy_in *copy, const char *name)
{
	struct visit visit = { .container = copy->container, .view = VISIT_ALL, .inwards = true, .work = take };
	int result;

	if (visit_begin(&visit) < 0)
		return -1;
	signal(SIGPIPE, SIG_IGN);
	result = taking.archive ? send_archive(copy, visit.pipe) : send_source(copy, name, visit.pipe);
	return visit_end(&visit) < 0 ? -1 : result;
}

int copy_in(const struct copy_in *copy)
{
	static struct copy_path source;
	static char name[PATH_MAX];
	const char *top;

	taking.copy = copy;
	taking.archive = strcmp(copy->source, "-") == 0;
	strcpy(taking.source_base, ".");
	if (copy_path_read(&taking.path, "", copy->destination) < 0)
		return -1;
	if (!taking.archive && open_source(copy, &source, name) < 0)
		return -1;
	if (record_get(copy->container, "id"))
		return copy_to(copy, name);
	return decide(&top) < 0 ? -1 : refuse_missing();
}
