/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/mount/mount.h"

int mount_failed(const char *name, const char *call)
{
	if (errno == ENOSYS)
		return fail("mount %s: the kernel has no %s, linkbox needs Linux 5.10 or newer", name, call);
	return fail("mount %s: %m", name);
}

int mount_private(void)
{
	if (mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL) < 0)
		return fail("make mounts private: %m");
	return 0;
}

/* The kernel explains on the context itself what it dislikes ("e tmpfs: Bad value for 'size'"). */
static int context_failed(int context, const char *name)
{
	char why[256];
	int kept = errno;
	ssize_t length = read(context, why, sizeof why - 1);

	errno = kept;
	if (length <= 2)
		return mount_failed(name, "fsconfig");
	why[length] = '\0';
	why[strcspn(why, "\n")] = '\0';
	return fail("mount %s: %s", name, why + 2);
}

static int set_options(int context, char *options)
{
	char *value;

	for (char *key = text_cut(&options, ','); key; key = text_cut(&options, ',')) {
		if (!*key)
			continue;
		value = strchr(key, '=');
		if (value)
			*value++ = '\0';
		if (syscall(SYS_fsconfig, context, value ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG,
			    key, value, 0) < 0)
			return -1;
	}
	return 0;
}

static int make(const char *type, const char *source, const char *options, unsigned rules, const char *name)
{
	autoclose int context = (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
	char copy[MOUNT_OPTIONS_LENGTH + 1];
	int made;

	if (context < 0 && errno == ENODEV)
		return fail("mount %s: the kernel has no %s file system", name, type);
	if (context < 0)
		return mount_failed(name, "fsopen");
	if (snprintf(copy, sizeof copy, "%s", options ? options : "") >= (int)sizeof copy)
		return fail("mount %s: options are longer than %d bytes", name, MOUNT_OPTIONS_LENGTH);
	if (syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, "source", source, 0) < 0 ||
	    set_options(context, copy) < 0 ||
	    syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return context_failed(context, name);
	made = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, rules);
	return made < 0 ? context_failed(context, name) : made;
}

int mount_make(const char *type, const char *options, unsigned rules, const char *name)
{
	return make(type, type, options, rules, name);
}

int mount_device(const char *type, const char *source, const char *name)
{
	return make(type, source, "ro", MOUNT_READ_ONLY, name);
}

int mount_copy(int source, bool recursive, const char *name)
{
	int copy = (int)syscall(SYS_open_tree, source, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC |
		AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0));

	return copy < 0 ? mount_failed(name, "open_tree") : copy;
}

int mount_attach(int mount, int target, const char *name)
{
	if (syscall(SYS_move_mount, mount, "", target, "",
		    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
		return mount_failed(name, "move_mount");
	return 0;
}

/* Before Linux 5.12. A remount replaces all flags, so those in force have to be given again. */
static int remount(int fd, unsigned rules)
{
	char path[32];
	struct statvfs now;
	unsigned long flags;

	if (fstatvfs(fd, &now) < 0)
		return -1;
	flags = now.f_flag & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | flags | rules, NULL);
}

int mount_restrict(int mount, unsigned rules, bool recursive, const char *name)
{
	struct mount_attr attributes = { .attr_set = rules };
	int done = (int)syscall(SYS_mount_setattr, mount, "",
		AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), &attributes, sizeof attributes);

	if (done < 0 && errno == ENOSYS)
		done = remount(mount, rules);
	return done < 0 ? fail("restrict the mount %s: %m", name) : 0;
}
