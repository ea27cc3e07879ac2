/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/mount.h>
#include <stdio.h>
#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "kernel/confine/caps.h"
#include "kernel/mount/mount.h"
#include "kernel/owners.h"
#include "kernel/pidfd.h"

static int users_namespace = -1;
static uint32_t root;

int owners_write(pid_t pid, uint32_t first)
{
	static const char *const maps[] = { "uid_map", "gid_map" };
	char path[64], text[32];
	int length = snprintf(text, sizeof text, "0 %u %d", first, OWNERS_COUNT);

	for (int i = 0; i < 2; i++) {
		autoclose int map = -1;

		snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, maps[i]);
		map = open(path, O_WRONLY | O_CLOEXEC);
		if (map < 0 || file_write(map, text, (size_t)length) < 0)
			return fail("give the container ids from %u on: %s: %m", first, maps[i]);
	}
	return 0;
}

int owners_open(int process)
{
	char path[64];
	int users;

	snprintf(path, sizeof path, "/proc/%d/ns/user", (int)pidfd_pid(process));
	users = open(path, O_RDONLY | O_CLOEXEC);
	if (users < 0)
		return fail("open the container's user namespace: %m");
	if (!pidfd_has_ended(process))
		return users;
	close(users);
	return fail("open the container's user namespace: it has ended");
}

void owners_begin(int users, uint32_t first)
{
	users_namespace = users;
	root = first;
	owners_pause(false);
}

bool owners_have_begun(void)
{
	return users_namespace >= 0;
}

void owners_pause(bool paused)
{
	if (!owners_have_begun())
		return;
	setfsgid(paused ? 0 : root);
	setfsuid(paused ? 0 : root);
	/* The kernel has taken away what passes by the permissions of files. */
	caps_wield(UINT64_MAX);
}

uint32_t owners_id(uint32_t id)
{
	return id < OWNERS_COUNT ? root + id : id;
}

const char *owners_options(void)
{
	static char text[sizeof ",uid=4294967295,gid=4294967295"];

	if (owners_have_begun())
		sprintf(text, ",uid=%u,gid=%u", root, root);
	return text;
}

int owners_map_to(int users, int mount, bool recursive, const char *name)
{
	struct mount_attr attributes = { .attr_set = MOUNT_ATTR_IDMAP, .userns_fd = (uint64_t)users };

	if (syscall(SYS_mount_setattr, mount, "", AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), &attributes,
		    sizeof attributes) == 0)
		return 0;
	if (errno == ENOSYS)
		return fail("mount %s with the container's ids: the kernel has no mount_setattr, --userns=auto needs "
			    "Linux 5.19 or newer", name);
	if (errno == EINVAL)
		return fail("mount %s with the container's ids: its file system, or one below it, has no idmapped mounts "
			    "on this kernel (--userns=host does without)", name);
	return fail("mount %s with the container's ids: %m", name);
}

int owners_map(int mount, bool recursive, const char *name)
{
	return owners_have_begun() ? owners_map_to(users_namespace, mount, recursive, name) : 0;
}

int owners_mount(int directory, const char *name)
{
	int mapped;

	if (!owners_have_begun())
		return directory;
	mapped = mount_copy(directory, false, name);
	if (mapped < 0 || (owners_map(mapped, false, name) == 0 && mount_attach(mapped, directory, name) == 0))
		return mapped;
	close(mapped);
	return -1;
}

int owners_become_root(void)
{
	if (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
		return fail("become root of the user namespace: %m");
	return 0;
}
