/* check - try what linkbox needs of this kernel, and look for what is in its way      CONFIG_CHECK */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "kernel/probe/probe.h"
#include "store/store.h"

static void line(const char *verdict, const char *name, const char *more)
{
	printf(*more ? "%-8s %-22s %s\n" : "%-8s %s\n", verdict, name, more);
}

/* The number of basics that are missing. */
static int run_all(const struct probe *probe)
{
	int missing = 0;

	for (; probe->name; probe++) {
		bool there = probe->run() == 0;

		line(there ? "ok" : "missing", probe->name, there ? "" : probe->without);
		missing += !there && probe->basic;
	}
	return missing;
}

static int run_network(void)
{
	int missing = 0;

	if (probe_network_begin() < 0) {
		line("missing", "network namespaces", "no container runs (CONFIG_NET_NS)");
		return 1;
	}
	line("ok", "network namespaces", "");
	missing = run_all(probe_network);
	return probe_network_end() < 0 ? fail("return to the network of the host: %m"), missing + 1 : missing;
}

static void describe_machine(void)
{
	autofree char *modules = file_read(AT_FDCWD, "/sys/kernel/security/lsm", 1024, NULL);
	struct utsname names;

	if (modules)
		modules[strcspn(modules, "\n")] = '\0';
	if (uname(&names) == 0)
		line("is", "kernel", names.release);
	line("is", "cgroups", probe_cgroup_version());
	line("is", "security modules", modules && *modules ? modules : "none, or /sys/kernel/security is not mounted");
}

/* Layers hold setuid programs that other users could run. */
static void look_at_store(void)
{
	static const enum store_root roots[] = { STORE_STATE, STORE_RUN };
	struct stat status;

	for (int i = 0; i < 2; i++)
		if (stat(store_path(roots[i]), &status) == 0 && status.st_mode & 077)
			line("open", store_path(roots[i]), "other users can look into it: chmod 700");
}

static void show_obstacle(const struct obstacle *obstacle)
{
	char name[160], how[512];

	switch (obstacle->kind) {
	case OBSTACLE_CHAIN:
		snprintf(name, sizeof name, "%s %s %s", obstacle->family, obstacle->table, obstacle->chain);
		snprintf(how, sizeof how, "drops links and published ports; let them through: nft 'insert rule %s oifname \"lb*\" accept; "
			 "insert rule %s iifname \"lb*\" accept'", name, name);
		line("stops", name, how);
		break;
	case OBSTACLE_LEGACY:
		line("maybe", "iptables (legacy)", "if its policy of FORWARD is DROP: iptables -I FORWARD -o lb+ -j ACCEPT; "
		     "iptables -I FORWARD -i lb+ -j ACCEPT");
		break;
	case OBSTACLE_MARK:
		snprintf(name, sizeof name, "ip rule %u", obstacle->preference);
		line("maybe", name, "its mask has the bit 0x1000, which marks what may go to containers");
		break;
	}
}

static int check_main(int argc, char **argv)
{
	int missing;

	(void)argc;
	(void)argv;
	describe_machine();
	/* Before the rest: what is tried there may leave this process in namespaces of its own. */
	missing = run_network();
	if (probe_obstacles(show_obstacle) < 0 && !missing)
		fail("look at the firewall of the host: %m");
	look_at_store();
	run_all(probe_cgroup);
	probe_system_begin(store_path(STORE_STATE));
	missing += run_all(probe_system);
	return missing ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct applet check_applet = {
	.name     = "check",
	.summary  = "Try what linkbox needs of this kernel",
	.operands = "",
	.least    = 0,
	.most     = 0,
	.main     = check_main,
};
