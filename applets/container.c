/* container - manage containers                                       CONFIG_CONTAINER */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "applet.h"
#include "base/fail.h"
#include "confirm.h"
#include "prune.h"

static struct {
	bool force;
	struct record filters;
} given;

static const struct opt prune_options[] = {
	OPT_LIST(0, "filter", &given.filters, "filter", "Provide filter values (e.g. 'until=<timestamp>')"),
	OPT_FLAG('f', "force", &given.force, "Do not prompt for confirmation"),
	OPT_END
};

static int prune_main(int argc, char **argv)
{
	unsigned long long reclaimed = 0;
	struct prune_filter filter;

	(void)argc;
	(void)argv;
	if (prune_filter_check(&given.filters, "container prune") < 0)
		return 125;
	fail_phase("Error response from daemon: ", "");
	if ((given.force || confirm("WARNING! This will remove all stopped containers."))
	    && (prune_filter_read(&filter, &given.filters, "until") < 0 || prune_containers(&filter, &reclaimed) < 0))
		return EXIT_FAILURE;
	prune_report(reclaimed);
	return EXIT_SUCCESS;
}

/* The others are applets of their own (dispatch.c). */
static const struct applet verbs[] = {
	{ .name = "container attach", .summary = "Attach local standard input, output, and error streams to a running container" },
	{ .name = "container commit", .summary = "Create a new image from a container's changes" },
	{ .name = "container cp", .summary = "Copy files/folders between a container and the local filesystem" },
	{ .name = "container create", .summary = "Create a new container" },
	{ .name = "container diff", .summary = "Inspect changes to files or directories on a container's filesystem" },
	{ .name = "container exec", .summary = "Run a command in a running container" },
	{ .name = "container export", .summary = "Export a container's filesystem as a tar archive" },
	{ .name = "container inspect", .summary = "Display detailed information on one or more containers" },
	{ .name = "container kill", .summary = "Kill one or more running containers" },
	{ .name = "container logs", .summary = "Fetch the logs of a container" },
	{ .name = "container ls", .summary = "List containers" },
	{ .name = "container pause", .summary = "Pause all processes within one or more containers" },
	{ .name = "container port", .summary = "List port mappings or a specific mapping for the container" },
	{
		.name     = "container prune",
		.summary  = "Remove all stopped containers",
		.options  = prune_options,
		.main     = prune_main,
	},
	{ .name = "container rename", .summary = "Rename a container" },
	{ .name = "container restart", .summary = "Restart one or more containers" },
	{ .name = "container rm", .summary = "Remove one or more containers" },
	{ .name = "container run", .summary = "Run a command in a new container" },
	{ .name = "container start", .summary = "Start one or more stopped containers" },
	{ .name = "container stats", .summary = "Display a live stream of container(s) resource usage statistics" },
	{ .name = "container stop", .summary = "Stop one or more running containers" },
	{ .name = "container top", .summary = "Display the running processes of a container" },
	{ .name = "container unpause", .summary = "Unpause all processes within one or more containers" },
	{ .name = "container update", .summary = "Update configuration of one or more containers" },
	{ .name = "container wait", .summary = "Block until one or more containers stop, then print their exit codes" },
	{ .name = NULL }
};

const struct applet container_applet = {
	.name         = "container",
	.summary      = "Manage containers",
	.operands     = "COMMAND",
	.most         = ANY_NUMBER,
	.words_follow = true,
	.verbs        = verbs,
};
