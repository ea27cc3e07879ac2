/* The options of run that have a grammar, "OPTION=VALUE" a line: -p, --expose, --link, -v, --tmpfs,
 * --mount, -e, --label, --add-host, --dns...
 * SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "fuzz.h"
#include "request/request.h"
#include "request/request_environment.h"
#include "request/request_network.h"
#include "request/request_volumes.h"
#include "store/mount_line.h"

/* No words make one line two, or a target that is no path. */
static void check(const struct record *container, const char *key)
{
	struct mount_line mount;

	for (const char *line = NULL; (line = record_next(container, key, line));)
		fuzz_expect(mount_line_read(&mount, line) == 0 && mount.target_length > 1 && *mount.target == '/'
			    && mount.source_length > 0 && !strpbrk(mount.mode, "\t\n"));
}

/* A harness has no business with files that somebody names. */
static bool names_file(const char *option)
{
	return strcmp(option, "env-file") == 0 || strcmp(option, "label-file") == 0
	       || strcmp(option, "security-opt") == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record container autorecord = { 0 }, given autorecord = { 0 }, image autorecord = { 0 };
	char *text = fuzz_text(data, size), *rest = text;

	fuzz_world();
	for (char *line; (line = text_cut(&rest, '\n'));) {
		const char *option = text_cut(&line, '=');

		if (line && !names_file(option))
			record_add(strcmp(option, "image-env") == 0 ? &image : &request.lists,
				   strcmp(option, "image-env") == 0 ? "env" : option, line);
	}
	request_check("run");
	request_network_add(&container);
	request_volumes_add(&container, &image);
	if (request_environment_read(&given) == 0)
		request_environment_add(&container, &given, &image);
	check(&container, "bind");
	check(&container, "volume_mount");
	record_free(&request.lists);
	free(text);
	return 0;
}
