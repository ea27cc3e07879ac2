/* info - show what is in force on this machine                                       CONFIG_INFO */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/text.h"
#include "life/network/subnet.h"
#include "show/summary.h"
#include "show/view/view_system.h"

static struct {
	const char *format;
} given;

/* As Docker lays it out; what only linkbox has follows. */
static const char layout[] =
	"Client:\n"
	" Context:    {{.ClientInfo.Context}}\n"
	" Debug Mode: {{.ClientInfo.Debug}}\n"
	"\n"
	"Server:\n"
	" Containers: {{.Containers}}\n"
	"  Running: {{.ContainersRunning}}\n"
	"  Paused: {{.ContainersPaused}}\n"
	"  Stopped: {{.ContainersStopped}}\n"
	" Images: {{.Images}}\n"
	" Server Version: {{.ServerVersion}}\n"
	" Storage Driver: {{.Driver}}\n"
	" Logging Driver: {{.LoggingDriver}}\n"
	" Cgroup Driver: {{.CgroupDriver}}\n"
	"{{if .CgroupVersion}} Cgroup Version: {{.CgroupVersion}}\n{{end}}"
	" Swarm: {{.Swarm.LocalNodeState}}\n"
	" Kernel Version: {{.KernelVersion}}\n"
	" Operating System: {{.OperatingSystem}}\n"
	" OSType: {{.OSType}}\n"
	" Architecture: {{.Architecture}}\n"
	" CPUs: {{.NCPU}}\n"
	" Total Memory: {{.Memory}}\n"
	" Name: {{.Name}}\n"
	" Docker Root Dir: {{.DockerRootDir}}\n"
	" Read-only Stores: {{.Path}}\n"
	" Run Dir: {{.RunDir}}\n"
	" Configuration: {{.Configuration}}\n"
	" Provision: {{.Provision}}\n"
	" Subnet: {{.Subnet}}\n"
	" Addresses: {{.Addresses}}\n"
	" Ports: {{.Ports}}\n"
	" Open: {{.Open}}\n"
	" User namespaces: {{.Userns}}\n"
	" Ephemeral: {{.Ephemeral}}\n"
	" Image Max Size: {{.ImageMaxSize}}\n";

static const struct opt options[] = {
	OPT_TEXT('f', "format", &given.format, "string", "Format the output using the given Go template"),
	OPT_END
};

static int info_main(int argc, char **argv)
{
	char subnet_text[32];
	uint32_t subnet;

	(void)argc;
	(void)argv;
	if (subnet_choose(&subnet) < 0)
		return EXIT_FAILURE;
	snprintf(subnet_text, sizeof subnet_text, "%s/16", text_of_address(subnet));
	return summary_write(stdout, view_info(subnet_text), given.format, layout);
}

const struct applet info_applet = {
	.name     = "info",
	.summary  = "Display system-wide information",
	.least    = 0,
	.most     = 0,
	.options  = options,
	.main     = info_main,
};
