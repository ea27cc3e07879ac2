/* version - show which linkbox this is                                            CONFIG_VERSION */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "applet.h"
#include "show/summary.h"
#include "show/view/view_version.h"

static struct {
	const char *format;
} given;

/* As Docker lays it out. */
static const char layout[] =
	"Client: linkbox\n"
	" Version:           {{.Client.Version}}\n"
	" API version:       {{.Client.APIVersion}}\n"
	" OS/Arch:           {{.Client.Os}}/{{.Client.Arch}}\n"
	" Context:           {{.Client.Context}}\n"
	"\n"
	"Server: linkbox\n"
	" Engine:\n"
	"  Version:          {{.Server.Version}}\n"
	"  API version:      {{.Server.APIVersion}} (minimum version {{.Server.MinAPIVersion}})\n"
	"  OS/Arch:          {{.Server.Os}}/{{.Server.Arch}}\n"
	"  Kernel:           {{.Server.KernelVersion}}\n"
	" cJSON:\n"
	"  Version:          {{.Client.CJSONVersion}}";

static const struct opt options[] = {
	OPT_TEXT('f', "format", &given.format, "string", "Format the output using the given Go template"),
	OPT_END
};

static int version_main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return summary_write(stdout, view_version(), given.format, layout);
}

const struct applet version_applet = {
	.name     = "version",
	.summary  = "Show the linkbox version information",
	.least    = 0,
	.most     = 0,
	.options  = options,
	.main     = version_main,
};
