/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/utsname.h>

#include "base/fail.h"
#include "base/limits.h"
#include "request/request.h"
#include "request/request_image.h"
#include "store/image/image_platform.h"
#include "store/image/images.h"
#include "store/port.h"

struct request_image request_image = { .distrust = true };

/* "linux/arm/v7", "linux" or "arm": which part stands alone is known by what it says. */
static bool is_ours(const char *platform)
{
	size_t first = strcspn(platform, "/");
	const char *architecture = platform;
	struct utsname machine;
	size_t length;

	if (first == strlen("linux") && strncasecmp(platform, "linux", first) == 0) {
		if (!platform[first])
			return true;
		architecture = platform + first + 1;
	} else if (platform[first]) {
		return false;
	}
	length = strcspn(architecture, "/");
	uname(&machine);
	return (strlen(image_platform()) == length && strncasecmp(architecture, image_platform(), length) == 0)
	       || (strlen(machine.machine) == length && strncasecmp(architecture, machine.machine, length) == 0);
}

bool request_image_is_local(void)
{
	return request_image.pull && strcmp(request_image.pull, "never") == 0;
}

int request_image_check(void)
{
	const char *pull = request_image.pull, *platform = request_image.platform;

	if (pull && strcmp(pull, "always") == 0)
		return fail("--pull always is not supported: there is no registry; use load");
	if (pull && *pull && strcmp(pull, "missing") != 0 && !request_image_is_local())
		return fail("invalid pull option: '%s': must be one of \"always\", \"missing\" or \"never\"", pull);
	if (platform && *platform && !is_ours(platform))
		return fail("--platform %s is not supported: this machine is linux/%s", platform, image_platform());
	if (!request_image.distrust)
		return fail("--disable-content-trust=false is not supported: digests are checked by load");
	return 0;
}

int request_image_find(struct record *image, const char *reference)
{
	const char *tag = strchr(reference, ':') || strchr(reference, '@') ? "" : ":latest";
	char id[ID_LENGTH + 1];

	if (images_find(reference, id) == 0)
		return images_load(image, id);
	if (errno != ENOENT)
		return fail("find the image %s: %m", reference);
	if (request_image_is_local())
		return fail("No such image: %s%s", reference, tag);
	fail_phase("", "");
	return fail("Unable to find image '%s%s' locally", reference, tag);
}

int request_image_add(struct record *container, const struct record *image, const char *reference)
{
	const char *isolation = request_image.isolation;
	struct port_range range;

	if (isolation && *isolation && strcasecmp(isolation, "default") != 0)
		return fail("Invalid isolation: \"%s\" - linux only supports 'default'", isolation);
	if (record_add(container, "image", reference) < 0
	    || record_add(container, "image_id", record_get(image, "id")) < 0
	    || record_copy(container, image, "layer") < 0 || record_copy(container, image, "directory") < 0
	    || record_copy(container, image, "volume") < 0 || record_copy(container, image, "shell") < 0)
		return fail("take the image %s: %m", reference);
	for (const char *line = NULL; (line = record_next(image, "expose", line));)
		if (port_read_range(line, &range) == 0 && port_expose(container, &range) < 0)
			return fail("take the image %s: %m", reference);
	return 0;
}
