/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "kernel/mount/mount.h"
#include "kernel/namespace.h"
#include "kernel/pidfd.h"
#include "kernel/probe/probe.h"

enum { BENEATH = 0x200 };   /* MOVE_MOUNT_BENEATH */

static int at_least(unsigned wanted, unsigned wanted_minor)
{
	struct utsname names;
	unsigned major, minor;

	if (uname(&names) < 0 || sscanf(names.release, "%u.%u", &major, &minor) != 2)
		return -1;
	errno = ENOSYS;
	return major > wanted || (major == wanted && minor >= wanted_minor) ? 0 : -1;
}

static int kernel(void)           { return at_least(5, 10); }
static int idmapped_overlay(void) { return at_least(5, 19); }

/* This process does nothing else: it may well go on in namespaces of its own. */
static int mounts(void)  { return unshare(CLONE_NEWNS) < 0 ? -1 : mount_private(); }
static int names(void)   { return unshare(CLONE_NEWUTS); }
static int ipc(void)     { return unshare(CLONE_NEWIPC); }
static int cgroups(void) { return unshare(CLONE_NEWCGROUP); }

/* A process that waits to be killed, in namespaces of its own. */
static pid_t spawn(int namespaces)
{
	pid_t child = (pid_t)syscall(SYS_clone, namespaces | SIGCHLD, NULL, NULL, NULL, NULL);

	if (child == 0)
		for (;;)
			pause();
	return child;
}

static int end(pid_t child)
{
	if (child < 0)
		return -1;
	kill(child, SIGKILL);
	return waitpid(child, NULL, 0) < 0 ? -1 : 0;
}

static int pids(void)  { return end(spawn(CLONE_NEWPID)); }
static int users(void) { return end(spawn(CLONE_NEWUSER)); }

static int try_openat2(void)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	autoclose int fd = (int)syscall(SYS_openat2, AT_FDCWD, "/", &how, sizeof how);

	return fd < 0 ? -1 : 0;
}

static int try_close_range(void)
{
	return (int)syscall(SYS_close_range, ~0U, ~0U, 0);
}

static int try_pidfd(void)
{
	autoclose int fd = pidfd_take(getpid());

	return fd < 0 ? -1 : pidfd_signal(fd, 0);
}

static int try_inotify(void)
{
	autoclose int fd = inotify_init1(IN_CLOEXEC);

	return fd < 0 ? -1 : 0;
}

/* A new mount, detached, of a file system that needs no options. */
static int make_mount(const char *type)
{
	bool was = fail_silently(true);
	int made = mount_make(type, NULL, 0, type);

	fail_silently(was);
	return made;
}

static int try_mount(const char *type)
{
	autoclose int made = make_mount(type);

	return made < 0 ? -1 : 0;
}

static int tmpfs(void)  { return try_mount("tmpfs"); }
static int devpts(void) { return try_mount("devpts"); }
static int mqueue(void) { return try_mount("mqueue"); }

/* Those that want a device or directories: known to the kernel is what can be asked. */
static int knows(const char *type)
{
	autoclose int context = (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);

	return context < 0 ? -1 : 0;
}

static int overlay(void)  { return knows("overlay"); }
static int squashfs(void) { return knows("squashfs"); }
static int erofs(void)    { return knows("erofs"); }

static int loop_devices(void)
{
	autoclose int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);

	return control < 0 ? -1 : 0;
}

/* With them overlayfs notes what of the layers below is gone. */
static int tmpfs_attributes(void)
{
	autoclose int made = make_mount("tmpfs");
	autoclose int root = made < 0 ? -1 : openat(made, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return root < 0 ? -1 : fsetxattr(root, "trusted.overlay.opaque", "y", 1, 0);
}

static int mount_rules(void)
{
	struct mount_attr rules = { .attr_set = MOUNT_ATTR_RDONLY };
	autoclose int made = make_mount("tmpfs");

	return made < 0 ? -1 : (int)syscall(SYS_mount_setattr, made, "", AT_EMPTY_PATH, &rules, sizeof rules);
}

/* Unknown flags are refused before the descriptors are looked at. */
static int mount_beneath(void)
{
	int done = (int)syscall(SYS_move_mount, -1, "", -1, "",
				MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH | BENEATH);

	return done < 0 && errno == EBADF ? 0 : -1;
}

static const char *stored_in;

void probe_system_begin(const char *directory)
{
	stored_in = directory;
}

/* A copy of its mount, or of that where it will be made. */
static int copy_store_mount(void)
{
	char path[PATH_MAX], *slash;
	autoclose int directory = -1;
	bool was = fail_silently(true);
	int copy;

	snprintf(path, sizeof path, "%s", stored_in);
	while ((directory = open(path, O_PATH | O_CLOEXEC)) < 0 && errno == ENOENT && (slash = strrchr(path, '/')))
		slash[slash == path] = '\0';
	copy = directory < 0 ? -1 : mount_copy(directory, false, stored_in);
	fail_silently(was);
	return copy;
}

/* Files of a mount appear as another user's: what a file system has, or hasn't. */
static int map_owners(int process)
{
	static const char *const maps[] = { "uid_map", "gid_map" };
	autoclose int made = copy_store_mount(), users_namespace = -1;
	struct mount_attr rules = { .attr_set = MOUNT_ATTR_IDMAP };
	char path[64];

	for (int i = 0; i < 2; i++) {
		autoclose int map = -1;

		snprintf(path, sizeof path, "/proc/%d/%s", process, maps[i]);
		map = open(path, O_WRONLY | O_CLOEXEC);
		if (map < 0 || file_write(map, "0 100000 65536", 14) < 0)
			return -1;
	}
	snprintf(path, sizeof path, "/proc/%d/ns/user", process);
	users_namespace = open(path, O_RDONLY | O_CLOEXEC);
	if (made < 0 || users_namespace < 0)
		return -1;
	rules.userns_fd = (uint64_t)users_namespace;
	return (int)syscall(SYS_mount_setattr, made, "", AT_EMPTY_PATH, &rules, sizeof rules);
}

static int idmapped_mounts(void)
{
	pid_t child = spawn(CLONE_NEWUSER);
	int mapped = child < 0 ? -1 : map_owners(child), kept = errno;

	if (child > 0)
		end(child);
	errno = kept;
	return mapped;
}

static int seccomp(void)
{
	const uint32_t action = SECCOMP_RET_ERRNO;

	return (int)syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
}

/* The mount namespace comes first: what is mounted for a try is nobody else's. */
const struct probe probe_system[] = {
	{ "kernel", true, kernel, "linkbox needs Linux 5.10 or newer" },
	{ "mount namespaces", true, mounts, "no container runs (CONFIG_NAMESPACES; it takes root)" },
	{ "host name namespaces", true, names, "no container runs (CONFIG_UTS_NS)" },
	{ "IPC namespaces", true, ipc, "no container runs (CONFIG_IPC_NS)" },
	{ "process namespaces", true, pids, "no container runs (CONFIG_PID_NS)" },
	{ "cgroup namespaces", true, cgroups, "no container runs (CONFIG_CGROUPS)" },
	{ "user namespaces", false, users, "--userns=auto (CONFIG_USER_NS)" },
	{ "openat2", true, try_openat2, "no container runs (Linux 5.6)" },
	{ "close_range", true, try_close_range, "no container runs (Linux 5.9)" },
	{ "pidfd", true, try_pidfd, "no container runs (Linux 5.3)" },
	{ "inotify", false, try_inotify, "resolv.conf of the host is not followed (CONFIG_INOTIFY_USER)" },
	{ "overlay", true, overlay, "no container runs but with --read-only of one layer (CONFIG_OVERLAY_FS)" },
	{ "tmpfs", true, tmpfs, "no container runs (CONFIG_TMPFS)" },
	{ "devpts", true, devpts, "no container runs (CONFIG_UNIX98_PTYS)" },
	{ "mqueue", false, mqueue, "containers have no /dev/mqueue (CONFIG_POSIX_MQUEUE)" },
	{ "tmpfs attributes", false, tmpfs_attributes, "what containers without a disk remove of their image may come back (CONFIG_TMPFS_XATTR)" },
	{ "squashfs", false, squashfs, "images can't be run in place from a squashfs (CONFIG_SQUASHFS)" },
	{ "erofs", false, erofs, "images can't be run in place from an erofs (CONFIG_EROFS_FS)" },
	{ "loop devices", false, loop_devices, "images can be run in place from directories and partitions only (CONFIG_BLK_DEV_LOOP)" },
	{ "mount_setattr", false, mount_rules, "each run and exec copies linkbox, and mounts below a read-only volume stay writable (Linux 5.12)" },
	{ "mounting beneath", false, mount_beneath, "changes of /etc/hosts are written in place (Linux 6.5)" },
	{ "idmapped mounts", false, idmapped_mounts, "--userns=auto: the state directory's file system has none (Linux 5.12; of tmpfs 6.3; the first root: none)" },
	{ "idmapped overlay", false, idmapped_overlay, "--userns=auto (Linux 5.19)" },
	{ "seccomp", true, seccomp, "no container runs but with --security-opt seccomp=unconfined (CONFIG_SECCOMP_FILTER)" },
	{ 0 },
};
