/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "dispatch.h"

/* Management spellings: object, its verb, our applet. A verb NULL: every other one is the
 * applet itself; an applet NULL: the object is an applet, which has that verb. */
static const struct {
	const char *object, *verb;
	char *applet;
} spellings[] = {
	{ "container", "ls", "ps" },
	{ "container", "list", "ps" },
	{ "container", "ps", "ps" },
	{ "container", "prune", NULL },
	{ "container", NULL, NULL },
	{ "image", "ls", "images" },
	{ "image", "list", "images" },
	{ "image", "rm", "rmi" },
	{ "image", "remove", "rmi" },
	{ "image", "prune", NULL },
	{ "image", NULL, NULL },
	{ "system", "info", "info" },
	{ "system", "events", "events" },
};

static const struct {
	const char *verb, *instead;
} refused[] = {
	{ "pull", "bring the image as an archive and use load" },
	{ "push", "write the image on the machine that builds it" },
	{ "build", "build on another machine, docker save there, load here" },
	{ "buildx", "build on another machine, docker save there, load here" },
	{ "builder", "build on another machine, docker save there, load here" },
	{ "login", "there is no registry; use load" },
	{ "logout", "there is no registry; use load" },
	{ "search", "there is no registry; use load" },
	{ "compose", "use run with --link" },
	{ "network", "every container has a network of its own; use run --link and --net" },
	{ "swarm", "one device is one device; use run" },
	{ "service", "use run --restart" },
	{ "stack", "use run with --link" },
	{ "node", "one device is one device" },
	{ "secret", "use run -v FILE:FILE:ro" },
	{ "config", "use run -v FILE:FILE:ro" },
	{ "plugin", "there are none" },
	{ "context", "there is no daemon to choose" },
	{ "trust", "digests are checked by load" },
	{ "manifest", "load takes the image of one platform" },
	{ "checkpoint", "use stop and start" },
};

int dispatch_management(int argc, char **argv)
{
	if (argc < 2)
		return 0;
	for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
		if (strcmp(argv[0], spellings[i].object) != 0)
			continue;
		if (!spellings[i].verb)
			return *argv[1] != '-';
		if (strcmp(argv[1], spellings[i].verb) == 0) {
			if (!spellings[i].applet)
				return 0;
			argv[1] = spellings[i].applet;
			return 1;
		}
	}
	return 0;
}

const char *dispatch_type(const char *object)
{
	static const char *const types[] = { "container", "image" };

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (strcmp(object, types[i]) == 0)
			return types[i];
	return NULL;
}

const char *dispatch_spelling(const char *word)
{
	return strcmp(word, "ls") == 0 || strcmp(word, "list") == 0 ? "ps" : word;
}

/* As Docker's client. */
static int refuse_option(const char *word)
{
	fail_phase("", "\nSee 'docker --help'.");
	if (word[1] == '-')
		fail("unknown flag: %.*s", (int)strcspn(word, "="), word);
	else
		fail("unknown shorthand flag: '%c' in %s", word[1], word);
	return 125;
}

int dispatch_refuse(const char *word)
{
	if (word[0] == '-' && word[1])
		return refuse_option(word);
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		if (strcmp(word, refused[i].verb) == 0) {
			fail_phase("docker: ", "");
			fail("%s is not supported: %s", word, refused[i].instead);
			return 1;
		}
	}
	fail_phase("docker: ", ".\nSee 'docker --help'");
	fail("'%s' is not a %s command", word, fail_is_like_docker() ? "docker" : "linkbox");
	return fail_is_like_docker() ? 1 : 127;
}
