/* The root of a container: what it shows, and that no image leads out of it.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <linux/fs.h>
#include <signal.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "kernel/mount/mount.h"
#include "kernel/mount/overlay.h"
#include "kernel/process.h"
#include "kernel/mount/rootfs.h"
#include "kernel/system.h"
#include "kernel/mount/target.h"
#include "kernel/mount/target_walk.h"
#include "scene.h"

/* The root over the directory `image`, with an upper layer in RAM. */
static int mount_image(const char *image)
{
	struct overlay overlay = {
		.layers = { open_path(image) }, .layer_count = 1, .upper = -1, .work = -1,
	};

	mkdir("root", 0755);
	return mount_private() < 0 ? -1 : overlay_mount(&overlay, "/tmp/root");
}

static int root_of(const char *image)
{
	int root = mount_image(image);

	return root < 0 || system_mount(root, false, 64 << 20) < 0 ? -1 : root;
}

static bool enter(const char *image)
{
	int root = root_of(image);

	return root >= 0 && rootfs_enter(root) == 0;
}

/* What /proc/self/mounts has for `place`: "type options", without what differs from host to host. */
static bool is_mounted(const char *place, const char *expected)
{
	char *mounts = file_read(AT_FDCWD, "/proc/self/mounts", 1 << 20, NULL), *rest = mounts, *line;
	char what[64], where[256], type[64], options[512], found[600] = "nothing";

	while ((line = strsep(&rest, "\n")) && *line) {
		if (sscanf(line, "%63s %255s %63s %511s", what, where, type, options) == 4 &&
		    strcmp(where, place) == 0)
			snprintf(found, sizeof found, "%s %s", type, options);
	}
	free(mounts);
	if (strncmp(found, expected, strlen(expected)) != 0)
		fprintf(stderr, "# %s: %s, expected: %s\n", place, found, expected);
	return strncmp(found, expected, strlen(expected)) == 0;
}

static bool shows_the_mounts_of_docker(void)
{
	return enter("image") && is_mounted("/", "overlay rw,relatime") &&
		is_mounted("/proc", "proc rw,nosuid,nodev,noexec,relatime") &&
		is_mounted("/sys", "sysfs ro,nosuid,nodev,noexec,relatime") &&
		is_mounted("/dev", "tmpfs rw,nosuid,size=65536k,mode=755") &&
		is_mounted("/dev/pts", "devpts rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666") &&
		is_mounted("/dev/shm", "tmpfs rw,nosuid,nodev,noexec,relatime,size=65536k") &&
		is_mounted("/proc/sys", "proc ro,nosuid,nodev,noexec,relatime");
}

static bool leaves_nothing_of_the_host(void)
{
	struct stat root, above;
	char *mounts;
	bool clean;

	if (!enter("image") || stat("/", &root) < 0 || stat("/..", &above) < 0)
		return false;
	mounts = file_read(AT_FDCWD, "/proc/self/mounts", 1 << 20, NULL);
	clean = mounts && !strstr(mounts, "/tmp") && strncmp(mounts, "overlay / ", 10) == 0 &&
		!strstr(mounts + 10, " / ");
	free(mounts);
	return clean && root.st_ino == above.st_ino && root.st_dev == above.st_dev && access("/tmp", F_OK) < 0;
}

static bool is_device(const char *path, unsigned major, unsigned minor)
{
	struct stat status;

	return lstat(path, &status) == 0 && status.st_mode == (S_IFCHR | 0666) &&
		status.st_rdev == makedev(major, minor);
}

static bool is_link(const char *path, const char *to)
{
	char link[64] = "";

	return readlink(path, link, sizeof link - 1) > 0 && strcmp(link, to) == 0;
}

static bool has_the_devices_of_docker(void)
{
	umask(0077);
	return enter("image") && is_device("/dev/null", 1, 3) && is_device("/dev/zero", 1, 5) &&
		is_device("/dev/full", 1, 7) && is_device("/dev/random", 1, 8) &&
		is_device("/dev/urandom", 1, 9) && is_device("/dev/tty", 5, 0) &&
		is_link("/dev/fd", "/proc/self/fd") && is_link("/dev/stdin", "/proc/self/fd/0") &&
		is_link("/dev/stdout", "/proc/self/fd/1") && is_link("/dev/stderr", "/proc/self/fd/2") &&
		is_link("/dev/ptmx", "pts/ptmx") &&
		access("/dev/sda", F_OK) < 0 && umask(0) == 0077;
}

static bool covers(const char *path)
{
	struct stat status;
	struct statfs what;

	if (lstat(path, &status) < 0)
		return errno == ENOENT;
	if (!S_ISDIR(status.st_mode))
		return is_device(path, 1, 3);
	return statfs(path, &what) == 0 && what.f_type == 0x01021994 && what.f_flags & ST_RDONLY;
}

static bool covers_what_tells_of_the_host(void)
{
	return enter("image") && covers("/proc/acpi") && covers("/proc/asound") &&
		covers("/proc/interrupts") && covers("/proc/kcore") && covers("/proc/keys") && covers("/proc/latency_stats") &&
		covers("/proc/sched_debug") && covers("/proc/scsi") && covers("/proc/timer_list") &&
		covers("/proc/timer_stats") && covers("/sys/firmware") && covers("/sys/devices/virtual/powercap");
}

static bool cannot_write(const char *path)
{
	return open(path, O_WRONLY | O_CLOEXEC) < 0 && (errno == EROFS || errno == ENOENT);
}

static bool keeps_the_kernels_settings_read_only(void)
{
	return enter("image") && cannot_write("/proc/sys/kernel/core_pattern") &&
		cannot_write("/proc/sysrq-trigger") && cannot_write("/proc/irq/default_smp_affinity") &&
		cannot_write("/sys/kernel/uevent_helper");
}

static bool refuses_a_link_as_dev(void)
{
	return refused(root_of("dev-is-a-link"), "mount /dev");
}

static bool refuses_a_file_as_proc(void)
{
	return refused(root_of("proc-is-a-file"), "mount /proc");
}

static bool refuses_a_link_as_sys(void)
{
	return refused(root_of("sys-is-a-link"), "mount /sys");
}

/* In this image /etc is a link to /, and other links try to lead out. */
static bool stays_in_the_root(const char *target, const char *inside)
{
	int root = root_of("hostile");
	struct stat source, shown;

	if (root < 0 || stat("source/file", &source) < 0 ||
	    rootfs_bind(root, open_path("source/file"), target, 0) < 0)
		return false;
	if (access("/hosts", F_OK) == 0 || rootfs_enter(root) < 0 || stat(inside, &shown) < 0)
		return false;
	return shown.st_ino == source.st_ino && shown.st_dev == source.st_dev;
}

static bool mounts_over_a_directory_that_is_a_link(void)
{
	return stays_in_the_root("/etc/hosts", "/hosts");
}

static bool mounts_where_a_link_would_lead_out(void)
{
	return stays_in_the_root("/up/../../../out/hosts", "/out/hosts");
}

static bool makes_what_a_dangling_link_names(void)
{
	return stays_in_the_root("/var/resolv.conf", "/run/systemd/stub.conf");
}

static bool makes_what_a_chain_of_dangling_links_names(void)
{
	return stays_in_the_root("/chain/file", "/a/b/c/file");
}

static bool refuses_a_loop_of_links(void)
{
	int root = root_of("hostile");

	return refused(rootfs_bind(root, open_path("source/file"), "/loop/file", 0), "mount /loop/file");
}

static bool refuses_what_lies_below_proc(void)
{
	int root = root_of("hostile"), file = open_path("source/file"), directory = open_path("source");

	return refused(rootfs_bind(root, directory, "/proc", 0), "it is inside /proc") &&
		refused(rootfs_bind(root, directory, "/proc/sys/../fs", 0), "it is inside /proc") &&
		refused(rootfs_bind(root, file, "/to-proc", 0), "it is inside /proc") &&
		refused(rootfs_tmpfs(root, "/proc/bus"), "it is inside /proc") &&
		refused(rootfs_bind(root, file, "/proc/self/fd/0", 0), "mount /proc/self/fd/0") &&
		refused(rootfs_bind(root, file, "/dev/fd/0", 0), "mount /dev/fd/0");
}

static bool binds_with_what_is_mounted_below(void)
{
	int root = root_of("image");

	return root >= 0 && rootfs_bind(root, open_path("source"), "/new/place", 0) == 0 &&
		rootfs_bind(root, open_path("source"), "/closed", BIND_READ_ONLY) == 0 && rootfs_enter(root) == 0 &&
		holds("/new/place/below/deep", "deep") &&
		open("/new/place/below/x", O_CREAT | O_WRONLY, 0644) >= 0 &&
		open("/closed/x", O_CREAT | O_WRONLY, 0644) < 0 && errno == EROFS &&
		open("/closed/below/y", O_CREAT | O_WRONLY, 0644) < 0 && errno == EROFS;
}

static bool refuses_a_directory_over_a_file(void)
{
	int root = root_of("image");

	return refused(rootfs_bind(root, open_path("source"), "/file", 0), "directory onto a file") &&
		refused(rootfs_bind(root, open_path("source/file"), "/old", 0), "directory onto a file");
}

static bool mounts_tmpfs_as_docker(void)
{
	int root = root_of("image");

	return root >= 0 && rootfs_tmpfs(root, "/fresh") == 0 && rootfs_tmpfs(root, "/old") == 0 &&
		rootfs_tmpfs(root, "/run:rw,exec,dev,suid,size=64k,mode=1700") == 0 &&
		rootfs_tmpfs(root, "/closed:ro") == 0 && rootfs_enter(root) == 0 &&
		is_mounted("/fresh", "tmpfs rw,nosuid,nodev,noexec,relatime") &&
		is_mounted("/old", "tmpfs rw,nosuid,nodev,noexec,relatime,mode=750") &&
		is_mounted("/run", "tmpfs rw,relatime,size=64k,mode=1700") &&
		is_mounted("/closed", "tmpfs ro,nosuid,nodev,noexec,relatime");
}

static bool explains_a_bad_tmpfs_option(void)
{
	return refused(rootfs_tmpfs(root_of("image"), "/run:size=much"),
		"mount /run: tmpfs: Bad value for 'size'");
}

static bool seals_the_root_but_nothing_in_it(void)
{
	int root = root_of("image");

	return root >= 0 && rootfs_bind(root, open_path("source"), "/new", 0) == 0 &&
		rootfs_seal(root) == 0 && rootfs_enter(root) == 0 && cannot_write("/file") && mkdir("/etc", 0755) < 0 && errno == EROFS &&
		mkdir("/new/made", 0755) == 0 && mkdir("/dev/made", 0755) == 0;
}

static bool works_in_a_directory_that_it_makes(void)
{
	char now[64];
	struct stat status;

	process_reset();
	return enter("image") && rootfs_make_directory("/srv/a/b/") == 0 && rootfs_work_in("/srv/a/b") == 0 &&
		getcwd(now, sizeof now) && strcmp(now, "/srv/a/b") == 0 && stat("/srv/a", &status) == 0 &&
		status.st_mode == (S_IFDIR | 0755);
}

static bool does_not_work_in_a_directory_outside(void)
{
	char path[32];
	int host = open("/", O_RDONLY | O_DIRECTORY);

	snprintf(path, sizeof path, "/proc/self/fd/%d", host);
	return enter("image") && refused(rootfs_work_in(path), "chdir to cwd") &&
		symlink(path, "/way-out") == 0 && refused(rootfs_work_in("/way-out"), "chdir to cwd");
}

static void swap_for_ever(const char *one, const char *other)
{
	for (;;)
		syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

static bool makes_nothing_outside_while_a_link_is_swapped_in(void)
{
	int root = root_of("image"), made = 0;
	pid_t racer;

	put("source/race/directory/x", "");
	mkdir("victim", 0755);
	symlink("../../../../../../tmp/victim", "source/race/link");
	if (root < 0 || rootfs_bind(root, open_path("source"), "/volume", 0) < 0)
		return false;
	racer = fork();
	if (racer == 0)
		swap_for_ever("source/race/directory", "source/race/link");
	for (int i = 0; i < 2000; i++) {
		char path[64];
		int fd;

		snprintf(path, sizeof path, "/volume/race/directory/%d/deep", i);
		fd = target_make(root, path, TARGET_DIRECTORY);
		made += fd >= 0;
		close(fd);
	}
	kill(racer, SIGKILL);
	waitpid(racer, NULL, 0);
	return made > 0 && rmdir("victim") == 0;
}

/* With nobody else about, target_find asks the kernel. */
static bool walks_where_the_kernel_does(void)
{
	static const char *const paths[] = {
		"/", ".", "..", "file", "/file/", "/file/..", "//old/./..//file", "old/../../../file", "none", "old/none/..",
		"in", "in/file", "/out", "out/file", "up/../file", "loop", "loop/..", "dangling", "in/../file/x",
	};
	int root = open_path("ways");
	bool same = root >= 0;

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct stat one, other;
		int found = target_find(root, paths[i]), why = found < 0 ? errno : 0;
		int walked = target_walk(root, paths[i]), why_not = walked < 0 ? errno : 0;

		if (found < 0 || walked < 0 ? why != why_not
					    : fstat(found, &one) < 0 || fstat(walked, &other) < 0
						      || one.st_ino != other.st_ino || one.st_dev != other.st_dev) {
			printf("# %s: %s, walked %s\n", paths[i], strerror(why), strerror(why_not));
			same = false;
		}
		close(found);
		close(walked);
	}
	return same;
}

static bool finds_what_is_there_while_others_rename(void)
{
	enum { DETOURS = 100, TIMES = 500 };
	int root = open_path("ways"), found = 0;
	char path[DETOURS * 7 + 8] = "";
	pid_t racer;

	for (int i = 0; i < DETOURS; i++)
		strcat(path, "/old/..");
	strcat(path, "/file");

	put("others/one/x", "");
	put("others/two/x", "");
	racer = fork();
	if (racer == 0)
		swap_for_ever("others/one", "others/two");
	for (int i = 0; i < TIMES; i++) {
		int fd = target_find(root, path);

		found += fd >= 0;
		close(fd);
	}
	kill(racer, SIGKILL);
	waitpid(racer, NULL, 0);
	return found == TIMES;
}

static void paint(void)
{
	put("ways/file", "");
	mkdir("ways/old", 0755);
	symlink("old", "ways/in");
	symlink("/../..", "ways/out");
	symlink("old/..", "ways/up");
	symlink("loop", "ways/loop");
	symlink("old/none", "ways/dangling");
	put("image/file", "image");
	mkdir("image/old", 0750);
	put("proc-is-a-file/proc", "");
	put("dev-is-a-link/x", "");
	symlink("/", "dev-is-a-link/dev");
	put("sys-is-a-link/x", "");
	symlink("../../../sys", "sys-is-a-link/sys");
	put("hostile/dir/x", "");
	symlink("/", "hostile/etc");
	symlink("/tmp/../..", "hostile/tmp");
	symlink("dir/..", "hostile/up");
	put("hostile/var/x", "");
	symlink("../../run/systemd/stub.conf", "hostile/var/resolv.conf");
	symlink("a/two", "hostile/chain");
	mkdir("hostile/a", 0755);
	symlink("/a/b/c", "hostile/a/two");
	symlink("/loop2", "hostile/loop");
	symlink("/loop", "hostile/loop2");
	symlink("/proc/sys/kernel/core_pattern", "hostile/to-proc");
	put("source/file", "source");
	mkdir("source/below", 0755);
	if (mount("tmpfs", "source/below", "tmpfs", 0, NULL) < 0)
		perror("mount");
	put("source/below/deep", "deep");
}

static const struct {
	bool (*play)(void);
	const char *sentence;
} claims[] = {
	{ shows_the_mounts_of_docker, "system: shows the mounts of Docker" },
	{ leaves_nothing_of_the_host, "rootfs: leaves nothing of the host" },
	{ has_the_devices_of_docker, "device: has the devices of Docker" },
	{ covers_what_tells_of_the_host, "system: covers what tells of the host" },
	{ keeps_the_kernels_settings_read_only, "system: keeps the kernel's settings read-only" },
	{ refuses_a_link_as_dev, "system: refuses a link as /dev" },
	{ refuses_a_file_as_proc, "system: refuses a file as /proc" },
	{ refuses_a_link_as_sys, "system: refuses a link as /sys" },
	{ mounts_over_a_directory_that_is_a_link, "rootfs: mounts in a directory that is a link" },
	{ mounts_where_a_link_would_lead_out, "rootfs: mounts where a link would lead out" },
	{ makes_what_a_dangling_link_names, "target: makes what a dangling link names" },
	{ makes_what_a_chain_of_dangling_links_names, "target: makes what a chain of dangling links names" },
	{ refuses_a_loop_of_links, "target: refuses a loop of links" },
	{ walks_where_the_kernel_does, "target: walks where the kernel does" },
	{ finds_what_is_there_while_others_rename, "target: finds what is there while others rename" },
	{ makes_nothing_outside_while_a_link_is_swapped_in,
	  "target: makes nothing outside while a link is swapped in" },
	{ refuses_what_lies_below_proc, "rootfs: refuses what lies below /proc" },
	{ binds_with_what_is_mounted_below, "rootfs: binds with what is mounted below" },
	{ refuses_a_directory_over_a_file, "rootfs: refuses a directory over a file" },
	{ mounts_tmpfs_as_docker, "rootfs: mounts tmpfs as Docker" },
	{ explains_a_bad_tmpfs_option, "rootfs: explains a bad tmpfs option" },
	{ seals_the_root_but_nothing_in_it, "rootfs: seals the root but nothing in it" },
	{ works_in_a_directory_that_it_makes, "rootfs: works in a directory that it makes" },
	{ does_not_work_in_a_directory_outside, "rootfs: does not work in a directory outside" },
};

int main(void)
{
	scene_begin();
	fail_silently(true);
	paint();
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
		ok(in_container(claims[i].play), claims[i].sentence);
	return scene_end();
}
