/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applet.h"
#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "life/container.h"
#include "life/child/security_option.h"
#include "life/stop.h"
#include "provision/provision_request.h"
#include "request/request.h"
#include "request/request_image.h"
#include "request/request_namespaces.h"
#include "store/container_record.h"
#include "store/image/heirloom.h"
#include "store/names.h"

/* Of two options of a name the first is found. */
static const struct opt options[] = {
	OPT_FLAG('d', "detach", &request.detach, "Run container in background and print container ID"),
	OPT_REFUSED('a', "attach", "what a file starts runs by itself"),
	OPT_REFUSED(0, "cidfile", "a file's container is found by its name"),
	OPT_REFUSED(0, "detach-keys", "what a file starts runs by itself"),
	OPT_REFUSED('i', "interactive", "what a file starts runs by itself"),
	OPT_REFUSED(0, "rm", "a file's container goes with its file"),
	OPT_REFUSED(0, "sig-proxy", "what a file starts runs by itself"),
	OPT_REFUSED('t', "tty", "what a file starts runs by itself"),
	OPT_MORE(request_options)
};

static const struct applet line = {
	.name         = "run",
	.options      = options,
	.words_follow = true,
};

static struct {
	char **words;              /* the image and the command */
	int count;
	char name[NAME_LENGTH + 1];   /* of the file, where --name isn't given */
} given;

/* Where the store is stays known. */
static void forget_variables(void)
{
	static char *kept[8];
	size_t count = 0;

	for (char **variable = environ; *variable; variable++)
		if (text_starts(*variable, "LINKBOX_") && count + 1 < sizeof kept / sizeof kept[0])
			kept[count++] = *variable;
	environ = kept;
}

static int enter_directory(const char *path)
{
	autofree char *directory = strndup(path, (size_t)(strrchr(path, '/') - path));

	return !directory || chdir(*directory ? directory : "/") < 0 ? fail("open %s: %m", directory) : 0;
}

void provision_request_read(const struct provision_file *file)
{
	int count = file->words.count - file->first + 1, first;
	char **words = calloc((size_t)count + 1, sizeof *words);
	const char *name = strrchr(file->path, '/') + 1;

	if (!words || enter_directory(file->path) < 0)
		exit(EXIT_FAILURE);
	forget_variables();
	words[0] = (char *)line.name;
	memcpy(words + 1, file->words.all + file->first, (size_t)count * sizeof *words);
	first = options_parse(&line, count, words);
	given.words = words + first;
	given.count = count - first;
	snprintf(given.name, sizeof given.name, "%.*s", (int)(strlen(name) - strlen(".run")), name);
	request.detach = true;
	if (!request.name)
		request.name = given.name;
}

int provision_request_check(bool image)
{
	struct record found autorecord = { 0 };

	if (!given.count)
		return fail("\"run\" requires at least 1 argument: the image");
	if (names_check(request.name) < 0 || request_check("run") < 0)
		return -1;
	return image ? request_image_find(&found, given.words[0]) : 0;
}

/* One that is named as "name", "/name" or, by an option with more behind it, "name:more". */
static int add_need(struct record *asked, const char *text)
{
	text += *text == '/';
	return record_addf(asked, "needs", "%.*s", (int)strcspn(text, ":"), text);
}

static int add_needs(struct record *asked, const char *option, const char *before)
{
	int result = 0;

	for (const char *text = NULL; (text = record_next(&request.lists, option, text));)
		if (text_starts(text, before))
			result |= add_need(asked, text + strlen(before));
	return result;
}

int provision_request_describe(struct record *asked)
{
	const char *const shared[] = { request_namespaces.ipc, request_namespaces.pid };
	int result = record_add(asked, "name", request.name + (*request.name == '/'));

	result |= add_needs(asked, "link", "") | add_needs(asked, "volumes-from", "")
		  | add_needs(asked, "network", "container:") | add_needs(asked, "net", "container:");
	for (int i = 0; i < 2; i++)
		if (shared[i] && text_after(shared[i], "container:"))
			result |= add_need(asked, text_after(shared[i], "container:"));
	return result < 0 ? fail("read the words: %m") : 0;
}

static int note_file(const char *path)
{
	autofree char *whole = realpath(path, NULL);
	char digest[ID_LENGTH + 1];

	if (provision_file_digest(path, digest) < 0)
		return -1;
	return !whole || record_addf(&request.notes, "provisioned_file", "%s %s", digest, whole) < 0
	       ? fail("open %s: %m", path) : 0;
}

/* Files that are read now, and not when the container starts. */
static int note_files(void)
{
	static const char *const names[] = { "env-file", "label-file" };

	for (int i = 0; i < 2; i++)
		for (const char *path = NULL; (path = record_next(&request.lists, names[i], path));)
			if (note_file(path) < 0)
				return -1;
	for (const char *text = NULL; (text = record_next(&request.lists, "security-opt", text));) {
		const char *profile = security_option_value(text, "seccomp");

		if (profile && strchr(profile, '/') && note_file(profile) < 0)
			return -1;
	}
	return 0;
}

static int note(const struct provision_file *file)
{
	if (record_add(&request.notes, "provisioned", file->path) < 0
	    || record_add(&request.notes, "provisioned_words", file->digest) < 0)
		return fail("take the words: %m");
	return note_files();
}

/* Nothing of it is touched before the one in its place is known to be possible. */
static int take_away(const char *former, const char *path)
{
	struct record container autorecord = { 0 }, planned autorecord = { 0 };

	if (container_record_load(&container, former) < 0 || heirloom_find(&request.kept, &container) < 0
	    || request_build(&planned, given.words, given.count, "run") != 0
	    || (request.kept.length && heirloom_save(&request.kept, path) < 0))
		return -1;
	return stop_container(former, STOP_TIMEOUT, STOP_FOR_NOW) < 0 || container_remove(former, true, false) < 0
	       ? -1 : 0;
}

int provision_request_make(const struct provision_file *file, const char *former, char id[ID_LENGTH + 1])
{
	if (note(file) < 0)
		return -1;
	if (!*former)
		heirloom_load(&request.kept, file->path);
	else if (take_away(former, file->path) < 0)
		return -1;
	if (request_create(given.words, given.count, id, "run") != 0)
		return -1;
	if (request.kept.length)
		heirloom_delete(file->path);
	return 0;
}
