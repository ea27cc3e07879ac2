/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "store/seccomp_argument.h"
#include "store/seccomp_profile.h"

/* The kernel knows no greater error number. */
enum { ERROR_MOST = 4095 };

static const struct { const char *name; uint32_t action; } actions[] = {
	{ "SCMP_ACT_ALLOW", SECCOMP_RET_ALLOW }, { "SCMP_ACT_ERRNO", SECCOMP_RET_ERRNO },
	{ "SCMP_ACT_KILL", SECCOMP_RET_KILL_THREAD }, { "SCMP_ACT_KILL_THREAD", SECCOMP_RET_KILL_THREAD },
	{ "SCMP_ACT_KILL_PROCESS", SECCOMP_RET_KILL_PROCESS }, { "SCMP_ACT_TRAP", SECCOMP_RET_TRAP },
	{ "SCMP_ACT_LOG", SECCOMP_RET_LOG }, { "SCMP_ACT_TRACE", SECCOMP_RET_TRACE },
};

static const struct { const char *name; unsigned flag; } flags[] = {
	{ "SECCOMP_FILTER_FLAG_LOG", SECCOMP_FILTER_FLAG_LOG },
	{ "SECCOMP_FILTER_FLAG_SPEC_ALLOW", SECCOMP_FILTER_FLAG_SPEC_ALLOW },
	{ "SECCOMP_FILTER_FLAG_TSYNC", 0 },      /* there is one thread */
};

char *seccomp_profile_load(const char *path)
{
	char *text = file_read(AT_FDCWD, path, SECCOMP_PROFILE_SIZE, NULL);
	cJSON *root;

	if (!text) {
		fail("opening seccomp profile (%s) failed: open %s: %s", path, path,
		     fail_reason());
		return NULL;
	}
	root = cJSON_ParseWithOpts(text, NULL, true);
	if (!root) {
		fail("compacting json for seccomp profile (%s) failed: it is no JSON", path);
		free(text);
		return NULL;
	}
	cJSON_Delete(root);
	cJSON_Minify(text);
	return text;
}

static const char *text_of(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static const cJSON *list_of(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool holds(const cJSON *list, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
		if (cJSON_IsString(item) && strcmp(item->valuestring, text) == 0)
			return true;
	return false;
}

/* "SCMP_ACT_ERRNO" and the number beside it. */
static int read_action(const cJSON *object, const char *key, const char *errno_key, uint32_t *action)
{
	const char *name = text_of(object, key);
	const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, errno_key);
	size_t i = 0;

	while (i < sizeof actions / sizeof *actions && (!name || strcmp(name, actions[i].name) != 0))
		i++;
	if (i == sizeof actions / sizeof *actions)
		return fail("Decoding seccomp profile failed: %s is not an action that linkbox can take",
			    name ? name : "nothing");
	*action = actions[i].action;
	if (*action != SECCOMP_RET_ERRNO && *action != SECCOMP_RET_TRACE)
		return 0;
	if (!number || cJSON_IsNull(number)) {
		*action |= EPERM;
		return 0;
	}
	if (!cJSON_IsNumber(number) || number->valueint < 0 || number->valueint > ERROR_MOST)
		return fail("Decoding seccomp profile failed: %s is no error number", errno_key);
	*action |= (uint32_t)number->valueint;
	return 0;
}

static bool kernel_is_at_least(const char *version)
{
	struct utsname kernel;
	int major = 0, minor = 0, wanted_major = 0, wanted_minor = 0;

	if (uname(&kernel) < 0 || sscanf(kernel.release, "%d.%d", &major, &minor) != 2
	    || sscanf(version, "%d.%d", &wanted_major, &wanted_minor) != 2)
		return false;
	return major != wanted_major ? major > wanted_major : minor >= wanted_minor;
}

/* Is an entry for this machine, kernel and container? Of "excludes" one is enough, of "includes" all
 * capabilities have to be there. */
static bool applies(const cJSON *entry, const struct seccomp_reader *reader)
{
	const cJSON *excludes = cJSON_GetObjectItemCaseSensitive(entry, "excludes");
	const cJSON *includes = cJSON_GetObjectItemCaseSensitive(entry, "includes");
	const char *since = text_of(includes, "minKernel"), *until = text_of(excludes, "minKernel");
	const cJSON *item;

	if (holds(list_of(excludes, "arches"), reader->machine) || (until && kernel_is_at_least(until)))
		return false;
	if (cJSON_GetArraySize(list_of(includes, "arches")) && !holds(list_of(includes, "arches"), reader->machine))
		return false;
	if (since && !kernel_is_at_least(since))
		return false;
	cJSON_ArrayForEach(item, list_of(excludes, "caps"))
		if (cJSON_IsString(item) && reader->has_capability(item->valuestring, reader->context))
			return false;
	cJSON_ArrayForEach(item, list_of(includes, "caps"))
		if (!cJSON_IsString(item) || !reader->has_capability(item->valuestring, reader->context))
			return false;
	return true;
}

/* One rule with all the conditions; as with runc, each of them is a rule of its own if two are about
 * the same argument. */
static int tell(const char *call, const struct call_rule *rule, bool apart, const struct seccomp_reader *reader)
{
	struct call_rule one = { .action = rule->action, .count = 1 };

	if (!apart)
		return reader->add_rule(call, rule, reader->context);
	for (int i = 0; i < rule->count; i++) {
		one.conditions[0] = rule->conditions[i];
		if (reader->add_rule(call, &one, reader->context) < 0)
			return -1;
	}
	return 0;
}

static int read_entry(const cJSON *entry, uint32_t otherwise, const struct seccomp_reader *reader)
{
	const char *name = text_of(entry, "name");
	const cJSON *item;
	struct call_rule rule;
	bool apart;

	if (!applies(entry, reader))
		return 0;
	if (read_action(entry, "action", "errnoRet", &rule.action) < 0)
		return -1;
	if (seccomp_argument_read_all(&rule, list_of(entry, "args"), &apart) < 0)
		return -1;
	if (rule.action == otherwise)
		return 0;
	if (name && *name)
		return tell(name, &rule, apart, reader);
	cJSON_ArrayForEach(item, list_of(entry, "names"))
		if (cJSON_IsString(item) && tell(item->valuestring, &rule, apart, reader) < 0)
			return -1;
	return 0;
}

static int read_flags(const cJSON *root, unsigned *given)
{
	const cJSON *item;

	*given = 0;
	cJSON_ArrayForEach(item, list_of(root, "flags")) {
		size_t i = 0;

		while (i < sizeof flags / sizeof *flags
		       && !(cJSON_IsString(item) && strcmp(item->valuestring, flags[i].name) == 0))
			i++;
		if (i == sizeof flags / sizeof *flags)
			return fail("Decoding seccomp profile failed: flag %s is not supported",
				    cJSON_IsString(item) ? item->valuestring : "that is no text");
		*given |= flags[i].flag;
	}
	return 0;
}

/* "architectures", or of "archMap" what stands there for ours. */
static int read_abis(const cJSON *root, const struct seccomp_reader *reader)
{
	const cJSON *named = list_of(root, "architectures"), *map = list_of(root, "archMap"), *item, *part;

	if (cJSON_GetArraySize(named) && cJSON_GetArraySize(map))
		return fail("both 'architectures' and 'archMap' are specified in the seccomp profile, use either "
			    "'architectures' or 'archMap'");
	cJSON_ArrayForEach(item, named)
		if (cJSON_IsString(item))
			reader->allow_abi(item->valuestring, reader->context);
	cJSON_ArrayForEach(item, map) {
		const char *own = text_of(item, "architecture");

		if (!own || strcmp(own, reader->own_abi) != 0)
			continue;
		cJSON_ArrayForEach(part, list_of(item, "subArchitectures"))
			if (cJSON_IsString(part))
				reader->allow_abi(part->valuestring, reader->context);
	}
	return 0;
}

static int read_all(const cJSON *root, const struct seccomp_reader *reader)
{
	const cJSON *entries = list_of(root, "syscalls"), *entry;
	uint32_t otherwise;
	unsigned given;

	if (!cJSON_IsObject(root))
		return fail("Decoding seccomp profile failed: it is no JSON object");
	if (!text_of(root, "defaultAction") && cJSON_GetArraySize(entries) == 0)
		return 1;
	if (read_action(root, "defaultAction", "defaultErrnoRet", &otherwise) < 0 || read_flags(root, &given) < 0)
		return -1;
	reader->begin(otherwise, given, reader->context);
	if (read_abis(root, reader) < 0)
		return -1;
	cJSON_ArrayForEach(entry, entries)
		if (read_entry(entry, otherwise, reader) < 0)
			return -1;
	return 0;
}

int seccomp_profile_read(const char *text, const struct seccomp_reader *reader)
{
	cJSON *root = cJSON_ParseWithOpts(text, NULL, true);
	int result = read_all(root, reader);

	cJSON_Delete(root);
	return result;
}
