/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/id.h"
#include "base/stream.h"
#include "base/text.h"
#include "request/request.h"
#include "request/request_mounts.h"
#include "store/mount_line.h"
#include "store/volumes.h"

static bool is(const struct mount_wish *wish, const char *type)
{
	return strcmp(wish->type, type) == 0;
}

int request_mounts_check(void)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "mount", text));) {
		autowish struct mount_wish wish = { 0 };

		if (mount_wish_read(&wish, text) < 0)
			return -1;
	}
	return 0;
}

static bool is_root(const char *target)
{
	autofree char *plain = *target == '/' ? strdup(target) : NULL;

	if (plain)
		text_clean_path(plain);
	return plain && strcmp(plain, "/") == 0;
}

/* What is wrong with it, NULL if nothing is. `reason` is room for the answer. */
static const char *problem_of(const struct mount_wish *wish, char *reason, size_t size)
{
	static const char *const propagations[] = { "", "private", "rprivate", "slave", "rslave", "shared", "rshared" };
	bool known = false;

	if (is_root(wish->target))
		return "invalid specification: destination can't be '/'";
	snprintf(reason, size, "invalid mount path: '%s' mount path must be absolute",
		 *wish->target == '/' ? wish->source : wish->target);
	if (*wish->target != '/')
		return reason;
	if (is(wish, "tmpfs"))
		return *wish->source ? "field Source must not be specified" : NULL;
	if (is(wish, "volume")) {
		if (wish->of_bind)
			return "field BindOptions must not be specified";
		return !*wish->source && wish->read_only
		       ? "must not set ReadOnly mode when using anonymous volumes" : NULL;
	}
	if (!is(wish, "bind"))
		return "mount type unknown";
	if (!*wish->source || wish->of_volume)
		return *wish->source ? "field VolumeOptions must not be specified"
				     : "field Source must not be empty";
	for (size_t i = 0; i < sizeof propagations / sizeof propagations[0]; i++)
		known = known || strcmp(propagations[i], wish->propagation) == 0;
	if (known)
		return *wish->source == '/' ? NULL : reason;
	snprintf(reason, size, "invalid propagation mode: %s", wish->propagation);
	return reason;
}

int request_mount_check(const struct mount_wish *wish, const char *before)
{
	char reason[512];
	const char *problem = problem_of(wish, reason, sizeof reason), *propagation = wish->propagation;

	if (problem)
		return fail("%sinvalid mount config for type \"%s\": %s", before, wish->type, problem);
	if (*propagation && strcmp(propagation, "private") != 0 && strcmp(propagation, "rprivate") != 0)
		return fail("mount %s: propagation %s is not supported: what is mounted later stays outside",
			    wish->target, propagation);
	if (*wish->driver && strcmp(wish->driver, "local") != 0)
		return fail("create %s: error looking up volume plugin %s: plugin \"%s\" not found", wish->source,
			    wish->driver, wish->driver);
	return is(wish, "volume") && *wish->source ? volumes_check_name(wish->source) : 0;
}

bool request_mount_has_tmpfs(const struct record *container, const char *key, const char *target)
{
	size_t length = strlen(target);

	for (const char *line = NULL; (line = record_next(container, key, line));)
		if (strcspn(line, ":") == length && strncmp(line, target, length) == 0)
			return true;
	return false;
}

bool request_mount_has(const struct record *container, const char *target)
{
	int length = (int)strlen(target);

	return mount_line_at(container, "bind", target, length)
	       || mount_line_at(container, "volume_mount", target, length)
	       || request_mount_has_tmpfs(container, "tmpfs_mount", target);
}

static int add_tmpfs(struct record *container, const struct mount_wish *wish, const char *target)
{
	char options[64] = "";

	if (wish->read_only)
		strcat(options, "ro,");
	if (wish->size)
		sprintf(options + strlen(options), "size=%llu,", wish->size);
	if (wish->mode)
		sprintf(options + strlen(options), "mode=%lo,", wish->mode);
	if (*options)
		options[strlen(options) - 1] = '\0';
	return record_addf(container, "tmpfs_mount", "%s%s%s", target, *options ? ":" : "", options) < 0
	       ? fail("mount %s: %m", target) : 0;
}

/* The one that a container in whose place this one comes has had there. */
static const char *find_kept(const char *target)
{
	for (const char *line = NULL; (line = record_next(&request.kept, "volume", line));)
		if (strlen(line) > ID_LENGTH && strcmp(line + ID_LENGTH + 1, target) == 0)
			return line;
	return NULL;
}

/* A volume without a name gets one. One that is kept has had it before, and does not go with `rm -v`. */
static int name_volume(struct record *container, const char *target, char name[ID_LENGTH + 1])
{
	const char *kept = find_kept(target);

	if (kept)
		snprintf(name, ID_LENGTH + 1, "%s", kept);
	else
		id_draw(name);
	return record_add(container, kept ? "kept" : "anonymous", name) < 0 ? fail("mount %s: %m", target) : 0;
}

int request_mount_add(struct record *container, const struct mount_wish *wish, const char *mode, bool exists)
{
	autofree char *target = strdup(wish->target);
	char name[ID_LENGTH + 1];
	struct mount_line mount = { .read_only = wish->read_only, .no_copy = wish->no_copy, .alone = wish->alone,
				    .exists = exists, .source = wish->source, .mode = mode };

	if (!target)
		return fail("mount %s: %m", wish->target);
	text_clean_path(target);
	mount.target = target;
	if (request_mount_has(container, target))
		return fail("Duplicate mount point: %s", target);
	if (is(wish, "tmpfs"))
		return add_tmpfs(container, wish, target);
	if (is(wish, "bind"))
		return mount_line_add(container, "bind", &mount);
	if (!*wish->source) {
		if (name_volume(container, target, name) < 0)
			return -1;
		mount.source = name;
	}
	return mount_line_add(container, "volume_mount", &mount);
}

/* As inspect shows it: HostConfig.Mounts. */
static int note(struct record *container, const struct mount_wish *wish)
{
	struct { const char *name, *value; } fields[] = {
		{ "Source", wish->source }, { "ReadOnly", wish->read_only ? "true" : "" },
		{ "Consistency", wish->consistency }, { "Propagation", wish->propagation },
		{ "NonRecursive", wish->alone ? "true" : "" }, { "NoCopy", wish->no_copy ? "true" : "" },
		{ "Driver", wish->driver },
	};
	autofree char *text = NULL;
	size_t length;
	FILE *out = stream_open(&text, &length);

	if (!out)
		return fail("mount %s: %m", wish->target);
	fprintf(out, "\tType=%s\tTarget=%s", wish->type, wish->target);
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (*fields[i].value)
			fprintf(out, "\t%s=%s", fields[i].name, fields[i].value);
	for (const char *label = NULL; (label = record_next(&wish->labels, "label", label));)
		fprintf(out, "\tLabel=%s", label);
	if (wish->of_tmpfs)
		fprintf(out, "\tSizeBytes=%llu\tMode=%lu", wish->size, wish->mode);
	if (stream_close(out) < 0 || record_add(container, "mount", text) < 0)
		return fail("mount %s: %m", wish->target);
	return 0;
}

int request_mounts_add(struct record *container)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "mount", text));) {
		autowish struct mount_wish wish = { 0 };

		if (mount_wish_read(&wish, text) < 0 || request_mount_check(&wish, "") < 0)
			return -1;
		if (is(&wish, "bind") && access(wish.source, F_OK) < 0)
			return fail("invalid mount config for type \"bind\": bind source path does not exist: %s",
				    wish.source);
		if (request_mount_add(container, &wish, is(&wish, "volume") ? "z" : "", true) < 0
		    || note(container, &wish) < 0)
			return -1;
	}
	return 0;
}
