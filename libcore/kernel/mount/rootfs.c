/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "kernel/mount/first_root.h"
#include "kernel/mount/mount.h"
#include "kernel/mount/rootfs.h"
#include "kernel/mount/target.h"
#include "kernel/owners.h"

/* The covers of /proc are the container's walls; a link of the image may lead there, too. */
static int refuse_proc(int target, const char *path)
{
	struct statfs what;

	if (fstatfs(target, &what) < 0)
		return fail("mount %s: %m", path);
	if (what.f_type == PROC_SUPER_MAGIC)
		return fail("\"%s\" cannot be mounted because it is inside /proc", path);
	return 0;
}

static int compare(int place, const struct stat *source, const char *target)
{
	struct stat what;

	if (fstat(place, &what) < 0)
		return fail("mount %s: %m", target);
	if (S_ISDIR(what.st_mode) != S_ISDIR(source->st_mode))
		return fail("mount %s: Are you trying to mount a directory onto a file (or vice-versa)? "
			"Check if the specified host path exists and is the expected type", target);
	return 0;
}

int rootfs_bind(int root, int source, const char *target, unsigned how)
{
	autoclose int place = -1, copy = -1;
	struct stat what;

	if (fstat(source, &what) < 0)
		return fail("mount %s: %m", target);
	place = target_make(root, target, S_ISDIR(what.st_mode) ? TARGET_DIRECTORY : TARGET_FILE);
	if (place < 0 || refuse_proc(place, target) < 0 || compare(place, &what, target) < 0)
		return -1;
	copy = mount_copy(source, !(how & BIND_ALONE), target);
	if (copy < 0 || (!(how & BIND_OF_HOST) && owners_map(copy, !(how & BIND_ALONE), target) < 0)
	    || mount_attach(copy, place, target) < 0)
		return -1;
	return how & BIND_READ_ONLY ? mount_restrict(copy, MOUNT_READ_ONLY, true, target) : 0;
}

/* An option of mount(8) that changes a rule; all others are the file system's own. */
static bool apply_rule(unsigned *rules, const char *option)
{
	static const struct { const char *name; unsigned rule; bool on; } known[] = {
		{ "ro", MOUNT_READ_ONLY, true }, { "rw", MOUNT_READ_ONLY, false },
		{ "nosuid", MOUNT_NO_SUID, true }, { "suid", MOUNT_NO_SUID, false },
		{ "nodev", MOUNT_NO_DEVICES, true }, { "dev", MOUNT_NO_DEVICES, false },
		{ "noexec", MOUNT_NO_EXEC, true }, { "exec", MOUNT_NO_EXEC, false },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].name, option) == 0) {
			*rules = known[i].on ? *rules | known[i].rule : *rules & ~known[i].rule;
			return true;
		}
	return false;
}

/* "uid=7" means the container's. */
static const char *own(const char *option, char owned[sizeof "uid=4294967295"])
{
	unsigned long id;

	if ((!text_starts(option, "uid=") && !text_starts(option, "gid="))
	    || text_number(option + 4, OWNERS_COUNT - 1, &id) < 0)
		return option;
	sprintf(owned, "%.4s%u", option, owners_id((uint32_t)id));
	return owned;
}

/* What of the options changes a rule goes into `rules`, the rest is appended for the file system. */
static int sort_options(char *given, unsigned *rules, char *options, const char *target)
{
	size_t used = strlen(options);

	for (char *option = text_cut(&given, ','); option; option = text_cut(&given, ',')) {
		char owned[sizeof "uid=4294967295"];

		if (apply_rule(rules, option))
			continue;
		option = (char *)own(option, owned);
		if (used + strlen(option) + 1 > MOUNT_OPTIONS_LENGTH)
			return fail("mount %s: options are longer than %d bytes", target, MOUNT_OPTIONS_LENGTH);
		used += (size_t)sprintf(options + used, "%s,", option);
	}
	return 0;
}

int rootfs_tmpfs(int root, const char *specification)
{
	char copy[PATH_MAX + MOUNT_OPTIONS_LENGTH], options[MOUNT_OPTIONS_LENGTH + 1] = "";
	autoclose int before = -1, place = -1, made = -1;
	char *given = copy, *target;
	unsigned rules = MOUNT_SEALED;
	struct stat what;

	if (snprintf(copy, sizeof copy, "%s", specification) >= (int)sizeof copy)
		return fail("mount %.32s...: too long", specification);
	target = text_cut(&given, ':');
	before = target_find(root, target);
	if (before >= 0 && fstat(before, &what) == 0)
		sprintf(options, "mode=%04o,", what.st_mode & 07777);
	if (owners_have_begun())
		sprintf(options + strlen(options), "%s,", owners_options() + 1);
	if (sort_options(given, &rules, options, target) < 0)
		return -1;
	place = target_make(root, target, TARGET_DIRECTORY);
	if (place < 0 || refuse_proc(place, target) < 0)
		return -1;
	made = mount_make("tmpfs", options, rules, target);
	return made < 0 ? -1 : mount_attach(made, place, target);
}

int rootfs_seal(int root)
{
	return mount_restrict(root, MOUNT_READ_ONLY, false, "/");
}

/* Called in a chroot, pivot_root would put the new root there, and leave the host's below it for all who
 * come later: exec would end up on the host. To join one's own namespace is to see its real root. */
static int leave_chroot(void)
{
	autoclose int own = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);

	return own < 0 ? -1 : setns(own, CLONE_NEWNS);
}

/* "." on ".": the old root ends up mounted over the new one, and is what "." shows, until it is taken off. */
static int pivot(int root)
{
	return fchdir(root) < 0 ? -1 : (int)syscall(SYS_pivot_root, ".", ".");
}

int rootfs_enter(int root)
{
	int entered;

	if (leave_chroot() < 0)
		return fail("enter the container's root: %m");
	entered = pivot(root);
	if (entered < 0 && errno == EINVAL) {
		autoclose int copy = first_root_bury(root);

		if (copy < 0)
			return -1;
		entered = pivot(copy);
	}
	if (entered < 0)
		return fail("enter the container's root: pivot_root: %m");
	if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
		return fail("leave the host's root: %m");
	return 0;
}

int rootfs_make_directory(const char *path)
{
	autoclose int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC), made = -1;
	struct stat found;

	if (root < 0)
		return fail("open /: %m");
	made = target_make(root, path, TARGET_DIRECTORY);
	if (made < 0)
		return -1;
	return fstat(made, &found) == 0 && S_ISDIR(found.st_mode)
	       ? 0 : fail("Cannot mkdir: %s is not a directory", path);
}

int rootfs_work_in(const char *path)
{
	autoclose int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	autoclose int directory = root < 0 ? -1 : target_find(root, path);
	char now[PATH_MAX];

	if (directory < 0 || fchdir(directory) < 0)
		return fail("chdir to cwd (\"%s\") set in config.json failed: %s", path, fail_reason());
	/* The kernel says "(unreachable)" of a directory that isn't below the root: a way out. */
	if (!getcwd(now, sizeof now) || now[0] != '/')
		return fail("chdir to cwd (\"%s\"): it is outside of the container", path);
	return 0;
}
