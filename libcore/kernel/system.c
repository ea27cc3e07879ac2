/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/cgroup/device.h"
#include "kernel/cgroup/device_host.h"
#include "kernel/mount/mount.h"
#include "kernel/owners.h"
#include "kernel/system.h"
#include "kernel/mount/target.h"

/* What tells of the host or changes it. Docker's lists. */
static const char *const covered_in_proc[] = {
	"/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys",
	"/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
	"/proc/timer_stats", NULL
};
static const char *const covered_in_sys[] = {
	"/sys/firmware", "/sys/devices/virtual/powercap", NULL
};
static const char *const read_only_in_proc[] = {
	"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger", NULL
};

/* Mount a file system of the kernel's on `target`, which is the caller's. */
static int mount_on(int target, const char *type, const char *options, unsigned rules,
	const char *name)
{
	int made = mount_make(type, options, rules, name);

	if (made < 0)
		return -1;
	if (mount_attach(made, target, name) < 0) {
		close(made);
		return -1;
	}
	return made;
}

/* As mount_on, in the container's root, whatever its image has there. */
static int mount_in_root(int root, const char *type, const char *options, unsigned rules,
	const char *name)
{
	autoclose int target = target_own(root, name + 1);

	return target < 0 ? -1 : mount_on(target, type, options, rules, name);
}

static int mount_in_dev(int dev, const char *type, const char *options, unsigned rules,
	const char *name)
{
	autoclose int target = -1, made = -1;

	if (mkdirat(dev, name, 0755) < 0)
		return fail("make /dev/%s: %m", name);
	target = target_find(dev, name);
	if (target < 0)
		return mount_failed(name, "openat2");
	made = mount_on(target, type, options, rules, name);
	return made < 0 ? -1 : 0;
}

/* Not every kernel has these, and no container should fail for that. */
static void mount_if_there(int directory, const char *type, unsigned rules, const char *where)
{
	autoclose int target = target_find(directory, where), made = -1;
	bool was = fail_silently(true);

	if (target >= 0)
		made = mount_on(target, type, NULL, rules, where);
	fail_silently(was);
}

/* Group 5 is that of terminals. */
static int mount_terminals(int dev)
{
	char options[64];

	snprintf(options, sizeof options, "newinstance,ptmxmode=0666,mode=0620,gid=%u", owners_id(5));
	if (mount_in_dev(dev, "devpts", options, MOUNT_NO_SUID | MOUNT_NO_EXEC, "pts") < 0)
		return -1;
	return owners_have_begun() && fchownat(dev, "pts", owners_id(0), owners_id(0), 0) < 0
	       ? fail("make /dev/pts: %m") : 0;
}

/* Returns the null device in it. */
static int mount_dev(int root, bool privileged, unsigned long long shared_memory)
{
	char size[96];
	autoclose int dev = -1;

	snprintf(size, sizeof size, "mode=0755,size=65536k%s", owners_options());
	dev = mount_in_root(root, "tmpfs", size, MOUNT_NO_SUID | MOUNT_STRICT_ATIME, "/dev");
	snprintf(size, sizeof size, "mode=1777,size=%llu%s", shared_memory, owners_options());
	if (dev < 0 || device_make_all(dev) < 0 || (privileged && device_host_make_all(dev) < 0) ||
	    mount_terminals(dev) < 0 ||
	    (shared_memory && mount_in_dev(dev, "tmpfs", size, MOUNT_SEALED, "shm") < 0))
		return -1;
	if (mkdirat(dev, "mqueue", 0755) < 0)
		return fail("make /dev/mqueue: %m");
	mount_if_there(dev, "mqueue", MOUNT_SEALED, "mqueue");
	return device_open_null(dev);
}

/* Before version 2 there is no telling the container's own part of the hierarchies: none is shown. */
static bool only_cgroup2(void)
{
	struct statfs host;

	return statfs("/sys/fs/cgroup", &host) == 0 && host.f_type == CGROUP2_SUPER_MAGIC;
}

static int mount_sys(int root, bool privileged)
{
	unsigned rules = MOUNT_SEALED | (privileged ? 0 : MOUNT_READ_ONLY);
	int sys = mount_in_root(root, "sysfs", NULL, rules, "/sys");

	if (sys >= 0 && only_cgroup2())
		mount_if_there(sys, "cgroup2", rules, "fs/cgroup");
	return sys;
}

/* Cover a directory with one and the same empty file system: each having one of its own would make
 * the end of the container slower. */
static int cover_directory(int *empty, int target, const char *name)
{
	autoclose int copy = -1;

	if (*empty < 0) {
		*empty = mount_on(target, "tmpfs", "mode=0755,size=4k", MOUNT_READ_ONLY, name);
		return *empty < 0 ? -1 : 0;
	}
	copy = mount_copy(*empty, false, name);
	return copy < 0 ? -1 : mount_attach(copy, target, name);
}

static int cover_file(int null, int target, const char *name)
{
	autoclose int copy = mount_copy(null, false, name);

	return copy < 0 ? -1 : mount_attach(copy, target, name);
}

/* `mounted` is a mount that we have made, on `place`: nothing in it is the image's. */
static int cover_all(int mounted, const char *place, const char *const *names, int null, int *empty)
{
	for (; *names; names++) {
		autoclose int target = target_find(mounted, *names + strlen(place));
		struct stat status;
		int done;

		if (target < 0 && errno == ENOENT)
			continue;
		if (target < 0 || fstat(target, &status) < 0)
			return mount_failed(*names, "openat2");
		if (S_ISDIR(status.st_mode))
			done = cover_directory(empty, target, *names);
		else
			done = cover_file(null, target, *names);
		if (done < 0)
			return -1;
	}
	return 0;
}

/* How hot each processor was tells neighbours what this container computes. */
static int cover_throttles(int sys, int null, int *empty)
{
	char name[64];
	const char *const names[] = { name, NULL };

	for (int processor = 0;; processor++) {
		autoclose int there = -1;

		snprintf(name, sizeof name, "/sys/devices/system/cpu/cpu%d", processor);
		there = target_find(sys, name + strlen("/sys"));
		if (there < 0)
			return 0;
		strcat(name, "/thermal_throttle");
		if (cover_all(sys, "/sys", names, null, empty) < 0)
			return -1;
	}
}

static int make_read_only(int mounted, const char *place, const char *const *names)
{
	for (; *names; names++) {
		autoclose int target = target_find(mounted, *names + strlen(place)), copy = -1;

		if (target < 0 && errno == ENOENT)
			continue;
		if (target < 0)
			return mount_failed(*names, "openat2");
		copy = mount_copy(target, true, *names);
		if (copy < 0 || mount_attach(copy, target, *names) < 0 ||
		    mount_restrict(copy, MOUNT_READ_ONLY, true, *names) < 0)
			return -1;
	}
	return 0;
}

static int mount_all(int root, bool privileged, unsigned long long shared_memory)
{
	autoclose int proc = -1, sys = -1, null = -1, empty = -1;

	proc = mount_in_root(root, "proc", NULL, MOUNT_SEALED, "/proc");
	if (proc < 0)
		return -1;
	sys = mount_sys(root, privileged);
	if (sys < 0)
		return -1;
	null = mount_dev(root, privileged, shared_memory);
	if (null < 0 || privileged)
		return null < 0 ? -1 : 0;
	if (make_read_only(proc, "/proc", read_only_in_proc) < 0 ||
	    cover_all(proc, "/proc", covered_in_proc, null, &empty) < 0)
		return -1;
	if (cover_all(sys, "/sys", covered_in_sys, null, &empty) < 0)
		return -1;
	return cover_throttles(sys, null, &empty);
}

int system_mount(int root, bool privileged, unsigned long long shared_memory)
{
	mode_t mask = umask(0);
	int done = mount_all(root, privileged, shared_memory);

	umask(mask);
	return done;
}
