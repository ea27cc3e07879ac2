/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/mount/mount.h"
#include "kernel/namespace.h"
#include "kernel/owners.h"
#include "life/child/child_namespaces.h"
#include "life/child/child_root.h"
#include "life/files/visit.h"
#include "life/monitor/message.h"
#include "store/container_record.h"
#include "store/status.h"
#include "store/store.h"
#include "store/archive/tree_read.h"
#include "store/archive/unpack_confine.h"

/* Descriptors of the process: these, standard error, and nothing else. */
enum { PIPE_IN = 0, PIPE_OUT = 1, ROOT = 3, PROC = 4, KEPT = 5 };

enum { PIPE_SIZE = 1 << 20 };

/* What a process of the container has as its root; VISIT_LAYERS: without what is mounted in it. */
static int take_root(const struct visit *visit, int process)
{
	bool users = child_namespaces_users(visit->container, NULL);
	autoclose int root = -1;
	int alone;

	if (namespace_join(process, NAMESPACE_MOUNT | (users ? NAMESPACE_USER : 0)) < 0
	    || (users && owners_become_root() < 0))
		return -1;
	root = open("/", O_PATH | O_DIRECTORY);
	if (root < 0)
		return fail("look at the container's root: %m");
	if (visit->view == VISIT_ALL)
		return dup(root);
	alone = mount_copy(root, false, "/");
	return alone;
}

static int mount_root(const struct visit *visit)
{
	bool own = visit->view != VISIT_IMAGE && container_record_has_layer(visit->container);

	if (mount_private() < 0)
		return -1;
	return visit->view == VISIT_ALL ? child_root_look(visit->container) : child_root_mount(visit->container, own);
}

/* Nothing of ours goes in but the pipe and the way to look at our own descriptors. */
static int confine(const struct visit *visit, const struct visitor *found)
{
	int pipe = fcntl(found->pipe, F_DUPFD, 2 * KEPT), proc = fcntl(found->proc, F_DUPFD, 2 * KEPT);

	umask(0);   /* modes are the archive's */
	if (unpack_confine_root(found->root, !visit->inwards) < 0)
		return fail("look at the container's root: change root: %m");
	if (pipe < 0 || proc < 0 || dup2(pipe, PIPE_IN) < 0 || dup2(pipe, PIPE_OUT) < 0 || dup2(proc, PROC) < 0)
		return fail("look at the container's root: %m");
	close(ROOT);
	if (open("/", O_PATH | O_DIRECTORY) != ROOT || syscall(SYS_close_range, KEPT, ~0U, 0) < 0)
		return fail("look at the container's root: %m");
	return unpack_confine_calls(true) < 0 ? fail("look at the container's root: give up rights: %m") : 0;
}

static int visit_it(const struct visit *visit, int process, int pipe)
{
	struct visitor visitor = { .pipe = pipe, .proc = open("/proc/self/fd", O_PATH | O_DIRECTORY) };

	/* The end of the pipe ends it, with what it has begun cleared away. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	tree_read_prepare();
	if (visitor.proc < 0)
		return fail("open /proc/self/fd: %m");
	visitor.root = process >= 0 ? take_root(visit, process) : mount_root(visit);
	if (visitor.root < 0)
		return -1;
	if (visit->view == VISIT_IMAGE)
		return visit->work(&visitor, visit->context);
	if (confine(visit, &visitor) < 0)
		return -1;
	visitor = (struct visitor){ ROOT, visit->inwards ? PIPE_IN : PIPE_OUT, PROC, process >= 0 };
	return visit->work(&visitor, visit->context);
}

/* Its first process, or -1 and, if it isn't up, its locks: 0. -1 said. */
static int find(struct visit *visit, int *process)
{
	enum { TRIES = 500 };
	const struct timespec moment = { .tv_nsec = 20000000 };
	const char *id = record_get(visit->container, "id");

	for (int tries = 0; tries < TRIES; tries++) {
		*process = message_take_process(id);
		if (*process >= 0 || status_lock_visit(id, visit->locks) == 0)
			return 0;
		if (errno != EAGAIN)
			return fail("lock container %.12s: %m", id);
		nanosleep(&moment, NULL);
	}
	return fail("Container %s is restarting, wait until the container is running", id);
}

static int begin(struct visit *visit)
{
	const char *id = record_get(visit->container, "id");
	autoclose int process = -1, directory = status_open_directory(id);
	int ends[2], ours = visit->inwards;

	if (directory < 0 || (visit->view != VISIT_IMAGE && find(visit, &process) < 0))
		return -1;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail("look at the container's root: %m");
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE);   /* more is faster; what there is will do */
	visit->process = namespace_clone(process < 0 ? NAMESPACE_MOUNT : 0, NULL, -1);
	if (visit->process == 0) {
		close(ends[ours]);
		_exit(visit_it(visit, process, ends[!ours]) < 0);
	}
	close(ends[!ours]);
	visit->pipe = ends[ours];
	return visit->process < 0 ? -1 : 0;
}

int visit_begin(struct visit *visit)
{
	visit->pipe = visit->locks[0] = visit->locks[1] = -1;
	if (begin(visit) == 0)
		return 0;
	auto_close(&visit->pipe);
	auto_close(&visit->locks[0]);
	auto_close(&visit->locks[1]);
	return -1;
}

/* The directory that the root was mounted on, here; gone again if nobody needs it. */
static void leave_no_directory(const char *id)
{
	autoclose int running = store_open(STORE_RUN, "running");

	if (running >= 0)
		unlinkat(running, id, AT_REMOVEDIR);
}

int visit_end(struct visit *visit)
{
	int status = -1;

	auto_close(&visit->pipe);
	while (waitpid(visit->process, &status, 0) < 0 && errno == EINTR)
		continue;
	auto_close(&visit->locks[1]);
	auto_close(&visit->locks[0]);   /* last: who finds the other taken looks whether this one is */
	leave_no_directory(record_get(visit->container, "id"));
	if (WIFEXITED(status))
		return WEXITSTATUS(status) == 0 ? 0 : -1;
	return fail("look at the container's root: the process that did it was killed");
}
