/* What the process in the container sends: a head, and if that says so a tar of the source, which is called
 * "." in it. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "kernel/mount/target.h"
#include "life/files/copy_out.h"
#include "life/files/copy_path.h"
#include "life/files/copy_receive.h"
#include "life/files/visit.h"
#include "store/archive/output.h"
#include "store/archive/pour.h"
#include "store/archive/tree_read.h"

struct head {
	int problem;               /* errno, 0 for none */
	bool directory;
	long long size;            /* of the tar, if it was asked for; else 0 */
	char where[PATH_MAX];      /* there is the problem */
};

struct sending {
	struct copy_path path;
	bool follow, archive;      /* archive: the source has its own name in it */
	bool counted;              /* the head is to have the size */
	struct head head;
};

static struct tar tar;

/* Go on to what the link leads to, wholly. -1 and errno. */
static int follow_link(const struct visitor *visitor, struct sending *sending, int link)
{
	autoclose int target = target_find(visitor->root, sending->path.clean);
	char number[16], text[PATH_MAX];
	ssize_t length;

	snprintf(number, sizeof number, "%d", target < 0 ? link : target);
	length = target < 0 ? readlinkat(link, "", text, sizeof text - 1)
			    : readlinkat(visitor->proc, number, text, sizeof text - 1);
	if (length < 0)
		return -1;
	text[length] = '\0';
	return copy_path_follow(&sending->path, text);
}

/* The directory that the source is in; the head says what the source is. */
static int find(const struct visitor *visitor, struct sending *sending)
{
	struct copy_path *path = &sending->path;
	autoclose int found = -1;
	struct stat status;
	int parent = target_find(visitor->root, path->directory);

	/* "link/" is the directory that it leads to. */
	if (parent >= 0 && path->slash && !path->dot) {
		auto_close(&parent);
		parent = target_find(visitor->root, path->clean);
	}
	if (parent >= 0)
		found = openat(parent, copy_path_name(path), O_PATH | O_NOFOLLOW | O_CLOEXEC
			       | (path->slash || path->dot ? O_DIRECTORY : 0));
	if (found < 0 || fstat(found, &status) < 0) {
		sending->head.problem = errno;
		return parent;
	}
	if (S_ISLNK(status.st_mode) && sending->follow) {
		sending->follow = false;
		auto_close(&parent);
		if (follow_link(visitor, sending, found) == 0)
			return find(visitor, sending);
		sending->head.problem = errno;
		return -1;
	}
	sending->head.directory = S_ISDIR(status.st_mode);
	return parent;
}

/* Devices of the container aren't files of anybody. */
static dev_t device_of_dev(int root)
{
	struct stat whole, dev;

	return fstat(root, &whole) == 0 && fstatat(root, "dev", &dev, AT_SYMLINK_NOFOLLOW) == 0
	       && whole.st_dev != dev.st_dev ? dev.st_dev : 0;
}

/* What it would be. -1 said. */
static long long measure(struct sending *sending, struct tree_reading *reading, int parent)
{
	tar = (struct tar){ .fd = -1, .what = "the archive", .counting = true };
	if (tree_read(reading, parent, copy_path_name(&sending->path), ".") < 0 || tar_write_end(&tar) < 0)
		return -1;
	return tar.written;
}

static int send(const struct visitor *visitor, void *context)
{
	struct sending *sending = context;
	struct tree_reading reading = {
		.tar = &tar, .proc = visitor->proc, .left_out = device_of_dev(visitor->root), .sparse = !sending->archive,
	};
	autoclose int parent = find(visitor, sending);

	snprintf(sending->head.where, sizeof sending->head.where, "%s", sending->path.shown);
	if (sending->counted && !sending->head.problem)
		sending->head.size = measure(sending, &reading, parent);
	if (sending->head.size < 0 || file_write(visitor->pipe, &sending->head, sizeof sending->head) < 0)
		return -1;
	if (sending->head.problem)
		return 0;
	tar = (struct tar){ .fd = visitor->pipe, .what = "the archive" };
	if (tree_read(&reading, parent, copy_path_name(&sending->path), sending->archive ? sending->path.base : ".") < 0)
		return -1;
	return tar_write_end(&tar);
}

static int read_head(int pipe, struct head *head)
{
	size_t done = 0;

	while (done < sizeof *head) {
		ssize_t got = read(pipe, (char *)head + done, sizeof *head - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;   /* the process has said why */
		done += (size_t)got;
	}
	head->where[sizeof head->where - 1] = '\0';
	return 0;
}

static int refuse(const struct copy_out *copy, const struct head *head)
{
	errno = head->problem;
	if (errno == ENOENT || (errno == ENOTDIR && head->where[strlen(head->where) - 1] != '/'
				&& head->where[strlen(head->where) - 1] != '.')) {
		fail_phase("Error: ", "");
		return fail("No such container:path: %s:%s", copy->name,
			    copy->follow ? head->where : copy->source);
	}
	fail_phase("Error response from daemon: ", "");
	return fail("lstat %s: %s", head->where, fail_reason());
}

static int write_out(const struct copy_out *copy, const struct head *head, int pipe)
{
	fail_phase("", "");
	if (strcmp(copy->destination, "-") != 0)
		return copy_receive(copy, head->directory, head->size, pipe);
	return pour(pipe, copy->output, NULL, "", 0) < 0 ? fail("write the archive: %m") : 0;
}

int copy_out(const struct copy_out *copy)
{
	static struct sending sending;
	static struct head head;
	struct visit visit = { .container = copy->container, .view = VISIT_ALL, .work = send, .context = &sending };
	int result;

	sending.follow = copy->follow;
	sending.counted = copy->watch != NULL;
	sending.archive = strcmp(copy->destination, "-") == 0;
	if (!sending.archive && copy_receive_check(copy) < 0)
		return -1;
	fail_phase("Error response from daemon: ", "");
	if (!*copy->source)
		return fail("bad parameter: pathcannot be empty");
	if (copy_path_read(&sending.path, "", copy->source) < 0 || visit_begin(&visit) < 0)
		return -1;
	result = read_head(visit.pipe, &head);
	if (result == 0)
		result = head.problem ? refuse(copy, &head) : write_out(copy, &head, visit.pipe);
	return visit_end(&visit) < 0 ? -1 : result;
}

static int send_root(const struct visitor *visitor, void *context)
{
	struct tree_reading reading = { .tar = &tar, .proc = visitor->proc, .one_file_system = true };

	(void)context;
	tar.fd = visitor->pipe;
	tar.what = "the archive";
	return tree_read(&reading, visitor->root, ".", "") < 0 ? -1 : tar_write_end(&tar);
}

int copy_out_root(const struct record *container, int output, const struct watch *watch)
{
	struct visit visit = { .container = container, .view = VISIT_LAYERS, .work = send_root };
	int result;

	if (visit_begin(&visit) < 0)
		return -1;
	result = pour(visit.pipe, output, watch, record_get(container, "id"), 0);
	if (result < 0)
		fail("write the archive: %m");
	return visit_end(&visit) < 0 ? -1 : result;
}
