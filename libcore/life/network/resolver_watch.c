/* SPDX-License-Identifier: MIT */
#include <sys/inotify.h>
#include <unistd.h>

#include "life/network/resolver_watch.h"

/* The file itself, not its directory: other files of /etc are no reason to wake up. A file that is
 * replaced by a rename loses its link (IN_ATTRIB), and the new one is watched from then on. */
static void add_all(int watch)
{
	static const char *const files[] = { "/etc/resolv.conf", "/run/systemd/resolve/resolv.conf" };
	const unsigned changes = IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

	for (int i = 0; i < 2; i++)
		if (inotify_add_watch(watch, files[i], changes) < 0 && i == 0)
			inotify_add_watch(watch, "/etc", IN_CREATE | IN_MOVED_TO | IN_ONESHOT);
}

/* A user has 128 of them (fs.inotify.max_user_instances), and root's are also for `logs -f` and for what is no
 * container at all: a monitor never takes one of the last. */
static int open_watch(void)
{
	enum { LEFT_TO_OTHERS = 8 };
	int watches[1 + LEFT_TO_OTHERS], count = 0;
	bool enough;

	while (count <= LEFT_TO_OTHERS && (watches[count] = inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) >= 0)
		count++;
	enough = count > LEFT_TO_OTHERS;
	for (int i = enough; i < count; i++)
		close(watches[i]);
	return enough ? watches[0] : -1;
}

int resolver_watch_open(void)
{
	int watch = open_watch();

	if (watch >= 0)
		add_all(watch);
	return watch;
}

bool resolver_watch_take(int watch)
{
	char events[4096];
	bool any = false;

	while (read(watch, events, sizeof events) > 0)
		any = true;
	add_all(watch);
	return any;
}
