/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "floor.h"

/* In state: the container's own layer. In run: its files, and where its root is put together. */
static const char *const layer[] = { "upper", "work" };
static const char *const files[] = { "hosts", "hostname", "resolv.conf" };

struct name {
	char path[256];
};

static const char *in(struct name *name, const char *directory, const char *file)
{
	snprintf(name->path, sizeof name->path, "%s/floor/%s", directory, file);
	return name->path;
}

void floor_make_layer(const struct floor *floor)
{
	struct name name;

	must(mkdir(in(&name, floor->run, ""), 0700), name.path);
	if (strcmp(floor->run, floor->state) != 0)
		must(mkdir(in(&name, floor->state, ""), 0700), name.path);
	for (size_t i = 0; i < sizeof layer / sizeof *layer; i++)
		must(mkdir(in(&name, floor->state, layer[i]), 0755), name.path);
	must(mkdir(in(&name, floor->run, "root"), 0755), name.path);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		int fd = open(in(&name, floor->run, files[i]), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

		must(fd, name.path);
		must(write(fd, "127.0.0.1\tlocalhost\n", 20) == 20 ? 0 : -1, name.path);
		close(fd);
	}
}

/* What is left in the upper layer: mount points, and what the kernel keeps of a volatile mount. */
void floor_remove_layer(const struct floor *floor)
{
	static const char *const left[] = { "upper/etc/hosts", "upper/etc/hostname", "upper/etc/resolv.conf" };
	static const char *const directories[] = { "upper/etc", "upper/dev", "upper/sys", "upper/proc", "upper",
		"work/work/incompat/volatile", "work/work/incompat", "work/work", "work" };
	struct name name;

	for (size_t i = 0; i < sizeof left / sizeof *left; i++)
		must(unlink(in(&name, floor->state, left[i])), name.path);
	must(unlink(in(&name, floor->state, "work/work/incompat/volatile/dirty")), name.path);
	for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
		must(rmdir(in(&name, floor->state, directories[i])), name.path);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		must(unlink(in(&name, floor->run, files[i])), name.path);
	must(rmdir(in(&name, floor->run, "root")), name.path);
	must(rmdir(in(&name, floor->run, "")), name.path);
	if (strcmp(floor->run, floor->state) != 0)
		must(rmdir(in(&name, floor->state, "")), name.path);
}

static void mount_overlay(const struct floor *floor, const char *root)
{
	char options[1024];

	snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s/floor/upper,workdir=%s/floor/work,index=off,"
		"metacopy=off,redirect_dir=nofollow,volatile", floor->layer, floor->state, floor->state);
	must(mount("overlay", root, "overlay", 0, options), "mount overlay");
}

/* From here on all names are relative to the new root, which is the working directory. */
static void mount_system(void)
{
	enum { QUIET = MS_NOSUID | MS_NODEV | MS_NOEXEC };
	static const struct {
		const char *type, *place, *options;
		unsigned long flags;
	} all[] = {
		{ "proc", "proc", NULL, QUIET },
		{ "sysfs", "sys", NULL, QUIET | MS_RDONLY },
		{ "tmpfs", "dev", "mode=0755,size=65536k", MS_NOSUID | MS_STRICTATIME },
		{ "devpts", "dev/pts", "newinstance,ptmxmode=0666,mode=0620,gid=5", MS_NOSUID | MS_NOEXEC },
		{ "tmpfs", "dev/shm", "mode=1777,size=67108864", QUIET },
		{ "mqueue", "dev/mqueue", NULL, QUIET },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		must(mkdir(all[i].place, 0755), all[i].place);
		must(mount(all[i].type, all[i].place, all[i].type, all[i].flags, all[i].options), all[i].place);
	}
}

static void make_devices(void)
{
	static const struct {
		const char *name;
		unsigned major, minor;
	} devices[] = { { "dev/null", 1, 3 }, { "dev/zero", 1, 5 }, { "dev/full", 1, 7 }, { "dev/random", 1, 8 },
		{ "dev/urandom", 1, 9 }, { "dev/tty", 5, 0 } };
	static const char *const links[][2] = { { "/proc/self/fd", "dev/fd" }, { "/proc/self/fd/0", "dev/stdin" },
		{ "/proc/self/fd/1", "dev/stdout" }, { "/proc/self/fd/2", "dev/stderr" }, { "pts/ptmx", "dev/ptmx" } };

	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		must(mknod(devices[i].name, S_IFCHR | 0666, makedev(devices[i].major, devices[i].minor)), devices[i].name);
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		must(symlink(links[i][0], links[i][1]), links[i][1]);
}

static void bind_over(const char *source, const char *place, unsigned long flags)
{
	if (mount(source, place, NULL, MS_BIND | flags, NULL) < 0)
		must(errno == ENOENT ? 0 : -1, place);
}

/* What this kernel hasn't is no use to cover. All empty directories are the same. */
static void cover(void)
{
	static const char *const frozen[] = { "proc/bus", "proc/fs", "proc/irq", "proc/sys", "proc/sysrq-trigger" };
	static const char *const hidden[] = { "proc/interrupts", "proc/kcore", "proc/keys", "proc/latency_stats",
		"proc/sched_debug", "proc/timer_list", "proc/timer_stats" };
	static const char *const emptied[] = { "proc/asound", "proc/scsi", "sys/firmware", "sys/devices/virtual/powercap",
		"sys/devices/system/cpu/cpu0/thermal_throttle" };
	int there;

	for (size_t i = 0; i < sizeof frozen / sizeof *frozen; i++) {
		if (access(frozen[i], F_OK) < 0)
			continue;
		bind_over(frozen[i], frozen[i], MS_REC);
		must(mount(NULL, frozen[i], NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL),
		     frozen[i]);
	}
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		bind_over("dev/null", hidden[i], 0);
	there = mount("tmpfs", "proc/acpi", "tmpfs", MS_RDONLY, "mode=0755,size=4k");
	must(there < 0 && errno != ENOENT ? -1 : 0, "proc/acpi");
	for (size_t i = 0; i < sizeof emptied / sizeof *emptied; i++)
		if (there == 0)
			bind_over("proc/acpi", emptied[i], 0);
}

static void bind_files(const struct floor *floor)
{
	char place[32];
	struct name name;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(place, sizeof place, "etc/%s", files[i]);
		must(mknod(place, S_IFREG | 0644, 0), place);
		bind_over(in(&name, floor->run, files[i]), place, 0);
	}
}

void floor_enter_root(const struct floor *floor)
{
	struct name root;

	in(&root, floor->run, "root");
	must(mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL), "make mounts private");
	mount_overlay(floor, root.path);
	must(chdir(root.path), root.path);
	umask(0);
	mount_system();
	make_devices();
	umask(022);
	cover();
	bind_files(floor);
	must((int)syscall(SYS_pivot_root, ".", "."), "pivot_root");
	must(umount2(".", MNT_DETACH), "leave the old root");
	must(chdir("/"), "/");
}

/* Docker's fourteen. */
static const uint32_t kept = 1U << CAP_CHOWN | 1U << CAP_DAC_OVERRIDE | 1U << CAP_FSETID | 1U << CAP_FOWNER
	| 1U << CAP_MKNOD | 1U << CAP_NET_RAW | 1U << CAP_SETGID | 1U << CAP_SETUID | 1U << CAP_SETFCAP
	| 1U << CAP_SETPCAP | 1U << CAP_NET_BIND_SERVICE | 1U << CAP_SYS_CHROOT | 1U << CAP_KILL | 1U << CAP_AUDIT_WRITE;

static struct sock_filter code[BPF_MAXINSNS];
static struct sock_fprog program = { .filter = code };

void floor_read_filter(const struct floor *floor)
{
	int fd = open(floor->filter, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	must(fd, floor->filter);
	length = read(fd, code, sizeof code);
	must(length > 0 ? 0 : -1, floor->filter);
	close(fd);
	program.len = (unsigned short)((size_t)length / sizeof *code);
}

void floor_confine(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[2] = { { 0 }, { 0 } };

	for (int capability = 0; capability <= CAP_LAST_CAP; capability++)
		if (capability >= 32 || !(kept >> capability & 1))
			must(prctl(PR_CAPBSET_DROP, capability), "drop a capability");
	must(setgroups(1, &(gid_t){ 0 }), "setgroups");
	must(setresgid(0, 0, 0), "setresgid");
	must(setresuid(0, 0, 0), "setresuid");
	must((int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program), "seccomp");
	sets[0].effective = sets[0].permitted = kept;
	must((int)syscall(SYS_capset, &header, sets), "capset");
}
