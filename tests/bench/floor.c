/* floor - start and end one container with system calls only: no record, name, lease, log, event, no word to parse
 *
 * It has the namespaces, cgroups, mounts, cables, elements, capabilities and seccomp filter of `linkbox run --rm IMAGE
 * true`, in the order that is fastest, and what is to be told to netlink is told by linkbox's own libcore/kernel.
 *
 *   floor KEY=VALUE...   the members of struct floor
 *   floor filter PID     on stdout: the seccomp filter of that process
 *
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "floor.h"

#define PTRACE_SECCOMP_GET_FILTER_OF_THE_KERNEL 0x420c

void must(int result, const char *what)
{
	if (result >= 0)
		return;
	fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
	_exit(125);
}

/* The monitor is the init of a pid namespace, the container's is nested in it: as linkbox does. */
static int clone_child(const struct floor *floor, int *process)
{
	int cgroup = floor_open_unified(floor);
	struct clone_args how = {
		.flags = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET
			 | CLONE_PIDFD | (cgroup < 0 ? 0 : CLONE_INTO_CGROUP),
		.exit_signal = SIGCHLD,
		.pidfd = (uint64_t)(uintptr_t)process,
		.cgroup = cgroup < 0 ? 0 : (uint64_t)cgroup,
	};
	int child = (int)syscall(SYS_clone3, &how, sizeof how);

	if (cgroup >= 0 && child != 0)
		close(cgroup);
	return child;
}

static void run_child(const struct floor *floor, int plugged)
{
	char byte;

	floor_enter_cgroups(floor);
	must(unshare(CLONE_NEWCGROUP), "unshare");
	floor_enter_root(floor);
	must(sethostname("00000f100000", 12), "sethostname");
	must(read(plugged, &byte, 1) == 1 ? 0 : -1, "wait for the network");
	must(setsid(), "setsid");
	floor_confine();
	if (floor->script)
		execl("/bin/sh", "sh", "-c", floor->script, (char *)NULL);
	else
		execl("/bin/true", "true", (char *)NULL);
	must(-1, "exec");
}

static void run_monitor(const struct floor *floor, int ended)
{
	int plugged[2], child, process, status = -1;

	must(pipe2(plugged, O_CLOEXEC), "pipe");
	child = clone_child(floor, &process);
	must(child, "clone");
	if (child == 0)
		run_child(floor, plugged[0]);
	floor_plug_in(floor, process);
	must(write(plugged[1], "", 1) == 1 ? 0 : -1, "write");
	must(waitpid(child, &status, 0), "wait");
	floor_unplug(floor);
	floor_remove_cgroups(floor);
	floor_remove_layer(floor);
	must(write(ended, &(char){ status ? 1 : 0 }, 1) == 1 ? 0 : -1, "write");
	_exit(0);
}

/* Not waited for, only heard of: closing a netlink socket waits until the kernel has freed what was removed. */
static int run(const struct floor *floor)
{
	int ended[2], monitor;
	char status = 125;

	must(pipe2(ended, O_CLOEXEC), "pipe");
	floor_read_filter(floor);
	floor_make_cgroups(floor);
	floor_make_layer(floor);
	monitor = (int)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, NULL, NULL, NULL, NULL);
	must(monitor, "clone");
	if (monitor == 0)
		run_monitor(floor, ended[1]);
	close(ended[1]);
	return read(ended[0], &status, 1) == 1 ? status : 125;
}

static int print_filter(pid_t process)
{
	static struct sock_filter code[BPF_MAXINSNS];
	long count;
	int status;

	must((int)ptrace(PTRACE_SEIZE, process, NULL, NULL), "ptrace");
	must((int)ptrace(PTRACE_INTERRUPT, process, NULL, NULL), "ptrace");
	must(waitpid(process, &status, __WALL), "wait");
	count = ptrace(PTRACE_SECCOMP_GET_FILTER_OF_THE_KERNEL, process, NULL, code);
	must((int)count, "read the filter");
	return fwrite(code, sizeof *code, (size_t)count, stdout) == (size_t)count ? 0 : 125;
}

static uint32_t address_of(const char *text)
{
	struct in_addr address;

	errno = EINVAL;
	must(inet_pton(AF_INET, text, &address) == 1 ? 0 : -1, text);
	return address.s_addr;
}

static void read_word(struct floor *floor, char *word)
{
	const struct {
		const char *key;
		const char **text;
		uint32_t *address;
		uint16_t *port;
	} members[] = {
		{ "layer", .text = &floor->layer },
		{ "state", .text = &floor->state },
		{ "run", .text = &floor->run },
		{ "cgroups", .text = &floor->cgroups },
		{ "filter", .text = &floor->filter },
		{ "script", .text = &floor->script },
		{ "gateway", .address = &floor->gateway },
		{ "address", .address = &floor->address },
		{ "source", .address = &floor->source },
		{ "source_port", .port = &floor->source_port },
		{ "port", .port = &floor->port },
		{ "host_port", .port = &floor->host_port },
	};
	char *value = strchr(word, '=');
	size_t member = 0;

	errno = EINVAL;
	must(value ? 0 : -1, word);
	*value++ = '\0';
	while (member < sizeof members / sizeof *members && strcmp(members[member].key, word) != 0)
		member++;
	must(member < sizeof members / sizeof *members ? 0 : -1, word);
	if (members[member].text)
		*members[member].text = value;
	else if (members[member].address)
		*members[member].address = address_of(value);
	else
		*members[member].port = (uint16_t)strtoul(value, NULL, 10);
}

int main(int argc, char **argv)
{
	struct floor floor = { .cgroups = "" };

	if (argc == 3 && strcmp(argv[1], "filter") == 0)
		return print_filter(atoi(argv[2]));
	for (int i = 1; i < argc; i++)
		read_word(&floor, argv[i]);
	errno = EINVAL;
	must(floor.layer && floor.state && floor.run && floor.filter && floor.gateway && floor.address ? 0 : -1,
	     "read the words");
	return run(&floor);
}
