/* Capabilities and what else a process has when it becomes the container's: as its /proc/self/status
 * shows after exec, which this program does of itself.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>

#include "kernel/binary.h"
#include "kernel/confine/caps.h"
#include "kernel/identity.h"
#include "kernel/process.h"
#include "scene.h"

static uint64_t number_of(const char *status, const char *field)
{
	const char *line = strstr(status, field);

	return line ? strtoull(line + strlen(field), NULL, 16) : ~UINT64_C(0);
}

/* After exec: argument 1 is what permitted has to be, argument 2 what the bounding set. */
static int look(char **arguments)
{
	char *status = file_read(AT_FDCWD, "/proc/self/status", 1 << 16, NULL);
	uint64_t permitted = strtoull(arguments[1], NULL, 16), bounding = strtoull(arguments[2], NULL, 16);

	if (!status)
		return 1;
	return number_of(status, "CapPrm:\t") != permitted || number_of(status, "CapEff:\t") != permitted ||
		number_of(status, "CapBnd:\t") != bounding || number_of(status, "CapInh:\t") != 0 ||
		number_of(status, "CapAmb:\t") != 0 || number_of(status, "SigBlk:\t") != 0 ||
		number_of(status, "SigIgn:\t") != 0 || umask(0) != 0022 || fcntl(3, F_GETFD) != -1;
}

/* Give the set to the user; after exec there have to be these. */
static bool ends_with(uint64_t set, uint32_t uid, uint64_t permitted, uint64_t bound)
{
	struct identity identity = { .uid = uid, .gid = uid, .groups = { uid }, .group_count = 1 };
	char expected[20], bounding[20];
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	signal(SIGPIPE, SIG_IGN);
	umask(0077);
	snprintf(expected, sizeof expected, "%llx", (unsigned long long)permitted);
	snprintf(bounding, sizeof bounding, "%llx", (unsigned long long)bound);
	if (dup2(1, 3) < 0 || dup2(1, 77) < 0 || process_hide() < 0 || caps_bound(set) < 0 ||
	    identity_assume(&identity) < 0 || caps_confine(set) < 0 || process_close_others(-1) < 0)
		return false;
	process_reset();
	execl("/proc/self/exe", "caps", expected, bounding, NULL);
	return false;
}

static bool gives_root_the_14_of_docker(void)
{
	return caps_default() == 0xa80425fb && ends_with(caps_default(), 0, caps_default(), caps_default());
}

static bool gives_another_user_none(void)
{
	return ends_with(caps_default(), 33, 0, caps_default());
}

static bool gives_root_none_of_an_empty_set(void)
{
	return ends_with(0, 0, 0, 0);
}

static bool empties_the_inheritable_and_ambient_sets(void)
{
	cap_t all = cap_get_proc();
	cap_value_t raw = CAP_NET_RAW;

	if (!all || cap_set_flag(all, CAP_INHERITABLE, 1, &raw, CAP_SET) < 0 || cap_set_proc(all) < 0 ||
	    cap_set_ambient(raw, CAP_SET) < 0)
		return false;
	return ends_with(caps_default(), 33, 0, caps_default());
}

static bool gives_what_there_is(void)
{
	uint64_t chown_only = UINT64_C(1) << CAP_CHOWN;
	uint64_t with_setid = chown_only | 1 << CAP_SETUID | 1 << CAP_SETGID;

	/* A caller who lacks most of them, CAP_SETPCAP among them. */
	return caps_bound(with_setid) == 0 && caps_confine(with_setid) == 0 &&
		refused(caps_bound(chown_only), "drop capability") &&
		ends_with(caps_default(), 0, with_setid, with_setid);
}

static bool closes_all_but_one(void)
{
	if (dup2(1, 5) < 0 || dup2(1, 6) < 0 || dup2(1, 7) < 0 || process_close_others(6) < 0)
		return false;
	return fcntl(1, F_GETFD) >= 0 && fcntl(5, F_GETFD) < 0 && fcntl(6, F_GETFD) >= 0 &&
		fcntl(7, F_GETFD) < 0;
}

static bool is_seen_by_others(void)
{
	int status = -1;
	pid_t looker = fork();

	if (looker == 0) {
		prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
		_exit(open("/proc/1/exe", O_PATH | O_CLOEXEC) < 0 && errno == EACCES);
	}
	waitpid(looker, &status, 0);
	return status == 0;
}

static bool hides_from_those_with_the_same_rights(void)
{
	if (mount("proc", "/proc", "proc", 0, NULL) < 0 || caps_confine(caps_default()) < 0)
		return false;
	return is_seen_by_others() && process_hide() == 0 && !is_seen_by_others();
}

static bool run_again(char *how)
{
	int binary = binary_open();
	char *const arguments[] = { "caps", how, NULL };

	return binary >= 0 && binary_run(binary, arguments) == 0;
}

/* In a mount namespace that our file was not started in there is no copying its mount. */
static bool runs_from_a_sealed_copy(void)
{
	return run_again("sealed");
}

static bool runs_from_a_read_only_mount(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		run_again("read-only");
		_exit(EXIT_FAILURE);
	}
	return waitpid(child, &status, 0) == child && status == 0;
}

static bool is_read_only(void)
{
	struct statvfs what;

	return statvfs("/proc/self/exe", &what) == 0 && what.f_flag & ST_RDONLY &&
		chmod("/proc/self/exe", 0777) < 0 && errno == EROFS &&
		mount(NULL, "/proc/self/exe", NULL, MS_REMOUNT | MS_BIND, NULL) < 0;
}

static bool is_sealed(void)
{
	int seals = fcntl(open("/proc/self/exe", O_RDONLY | O_CLOEXEC), F_GET_SEALS);

	return seals == (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return look(argv);
	if (argc == 2)
		return strcmp(argv[1], "sealed") == 0 ? !is_sealed() : !is_read_only();
	fail_silently(true);
	ok(runs_from_a_read_only_mount(), "binary: runs from a read-only mount");
	scene_begin();
	ok(in_container(gives_root_the_14_of_docker), "caps: gives root the 14 of Docker");
	ok(in_container(gives_another_user_none), "caps: gives another user none");
	ok(in_container(gives_root_none_of_an_empty_set), "caps: gives root none of an empty set");
	ok(in_container(empties_the_inheritable_and_ambient_sets),
	   "caps: empties the inheritable and ambient sets");
	ok(in_container(gives_what_there_is), "caps: gives what there is");
	ok(in_container(closes_all_but_one), "process: closes all but one");
	ok(in_container(hides_from_those_with_the_same_rights),
	   "process: hides from those with the same rights");
	ok(in_container(runs_from_a_sealed_copy),
	   "binary: runs from a sealed copy where that can't be");
	return scene_end();
}
