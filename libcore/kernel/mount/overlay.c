/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/mount/mount.h"
#include "kernel/mount/overlay.h"
#include "kernel/owners.h"

/* Where there is no upper layer: one in RAM, so that what is mounted can have its mount points. */
static int make_upper_in_ram(const char *staging, int *upper, int *work)
{
	autoclose int memory = -1, target = open(staging, O_PATH | O_DIRECTORY | O_CLOEXEC);
	char options[64];

	snprintf(options, sizeof options, "mode=0755%s", owners_options());
	memory = mount_make("tmpfs", options, 0, staging);
	if (memory < 0)
		return -1;
	if (target < 0)
		return fail("open %s: %m", staging);
	if (mount_attach(memory, target, staging) < 0)
		return -1;
	if (mkdirat(memory, "upper", 0755) < 0 || mkdirat(memory, "work", 0755) < 0)
		return fail("make the container's layer in RAM: %m");
	*upper = openat(memory, "upper", O_PATH | O_DIRECTORY | O_CLOEXEC);
	*work = openat(memory, "work", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*upper < 0 || *work < 0)
		return fail("open the container's layer in RAM: %m");
	return 0;
}

/* A volatile mount leaves this mark, which no other mount of the same upper gets past. It is meant
 * for what a crash may have left half written; ours is for containers that no crash outlives. */
static void remove_volatile_mark(int work)
{
	unlinkat(work, "work/incompat/volatile/dirty", 0);
	unlinkat(work, "work/incompat/volatile", AT_REMOVEDIR);
	unlinkat(work, "work/incompat", AT_REMOVEDIR);
}

/* Top first, as the kernel wants it. Descriptors keep 127 layers below the page that it takes. */
static int write_options(char *options, size_t size, const struct overlay *overlay, int upper, int work)
{
	size_t used = 0;

	for (int i = overlay->layer_count - 1; i >= 0 && used < size; i--)
		used += (size_t)snprintf(options + used, size - used, "%s/proc/self/fd/%d",
			used ? ":" : "lowerdir=", overlay->layers[i]);
	/* An image's layers are not trusted: redirect_dir and metacopy would let their attributes
	 * name other files of the layers. index is of use for hard links in a changed lower only, and
	 * refuses layers that were restored from a backup. */
	if (used < size)
		used += (size_t)snprintf(options + used, size - used, ",upperdir=/proc/self/fd/%d,"
			"workdir=/proc/self/fd/%d,index=off,metacopy=off,redirect_dir=nofollow%s",
			upper, work, overlay->volatile_upper ? ",volatile" : "");
	return used < size ? 0 : fail("mount the container's root: too many layers");
}

static int overlay_failed(const struct overlay *overlay)
{
	if (errno == ENODEV)
		return fail("mount the container's root: the kernel has no overlayfs (CONFIG_OVERLAY_FS)");
	if (errno == EINVAL && owners_have_begun())
		return fail("mount the container's root with ids of its own: %m (before Linux 5.19 no overlay can: "
			"--userns=host does without)");
	if (errno == EINVAL && overlay->upper >= 0)
		return fail("mount the container's root: %m (the state directory may be on a file system "
			"that can't hold an overlay's upper layer)");
	return fail("mount the container's root: %m");
}

int overlay_mount(const struct overlay *overlay, const char *staging)
{
	autoclose int upper_in_ram = -1, work_in_ram = -1;
	int upper = overlay->upper, work = overlay->work, root;
	char options[4096];

	if (upper < 0) {
		if (make_upper_in_ram(staging, &upper_in_ram, &work_in_ram) < 0)
			return -1;
		upper = upper_in_ram;
		work = work_in_ram;
	}
	if (overlay->volatile_upper)
		remove_volatile_mark(work);
	if (write_options(options, sizeof options, overlay, upper, work) < 0)
		return -1;
	if (mount("overlay", staging, "overlay", 0, options) < 0)
		return overlay_failed(overlay);
	root = open(staging, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return root < 0 ? fail("open the container's root: %m") : root;
}
