/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/mount.h"
#include "kernel/namespace.h"
#include "life/child_root.h"
#include "life/visit.h"
#include "store/status.h"
#include "store/store.h"

static int look_at_image(const struct visit *visit, int pipe)
{
	autoclose int root = -1;

	if (mount_private() < 0)
		return -1;
	root = child_root_mount(visit->container, false);
	return root < 0 ? -1 : visit->work(root, pipe, visit->context);
}

/* The directory that the root is mounted on, here; gone again if nobody needs it. */
static void leave_no_directory(const char *id)
{
	autoclose int running = store_open(STORE_RUN, "running");

	if (running >= 0)
		unlinkat(running, id, AT_REMOVEDIR);
}

int visit_image(struct visit *visit)
{
	autoclose int directory = status_open_directory(record_get(visit->container, "id"));
	int ends[2];

	if (directory < 0)
		return -1;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail("look at the container's root: %m");
	visit->process = namespace_clone(NAMESPACE_MOUNT, NULL, -1);
	if (visit->process == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ends[0]);
		_exit(look_at_image(visit, ends[1]) < 0);
	}
	close(ends[1]);
	visit->pipe = ends[0];
	if (visit->process < 0)
		auto_close(&visit->pipe);
	return visit->process < 0 ? -1 : 0;
}

int visit_end(struct visit *visit)
{
	int status = -1;

	auto_close(&visit->pipe);
	while (waitpid(visit->process, &status, 0) < 0 && errno == EINTR)
		continue;
	leave_no_directory(record_get(visit->container, "id"));
	if (WIFEXITED(status))
		return WEXITSTATUS(status) == 0 ? 0 : -1;
	return fail("look at the container's root: the process that did it was killed");
}
