/* linkbox: the dispatcher. Which applet is meant is said by argv[0] (rm, lb-rm), or by the first
 * word (linkbox rm, docker rm). SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applet.h"
#include "base/fail.h"
#include "base/text.h"
#include "dispatch.h"
#include "help.h"
#include "install.h"
#include "store/configuration.h"

#define APPLET(name) extern const struct applet name##_applet;
#include "applets.h"
#undef APPLET

const struct applet *const applets[] = {
#define APPLET(name) &name##_applet,
#include "applets.h"
#undef APPLET
	NULL
};
enum { APPLETS = sizeof applets / sizeof applets[0] - 1 };

static const struct applet *find(const char *name)
{
	for (size_t i = 0; i < APPLETS; i++)
		if (strcmp(applets[i]->name, name) == 0)
			return applets[i];
	return NULL;
}

static void list(void)
{
	for (size_t i = 0; i < APPLETS; i++)
		if (applets[i]->summary)
			puts(applets[i]->name);
}

static void help(void)
{
	puts("linkbox " LINKBOX_VERSION ": containers with links for small devices, without a daemon.\n\n"
	     "Usage: linkbox APPLET [OPTIONS] [OPERANDS]\n"
	     "   or: APPLET …, lb-APPLET …, docker APPLET … through links made by\n"
	     "       linkbox --install [-s] [--prefix PREFIX] DIR\n"
	     "   or: linkbox --list, linkbox APPLET --help, linkbox help APPLET\n");
	for (size_t i = 0; i < APPLETS; i++)
		if (applets[i]->summary)
			printf("  %-10s  %s\n", applets[i]->name, applets[i]->summary);
}

/* Docker whose behaviour is ours: scripts ask for it. */
#define DOCKER_VERSION "20.10.24"

/* "at least 1 argument", as Docker's client counts them. */
static int misuse(const struct applet *applet)
{
	fprintf(stderr, "\"%s %s\" ", help_program(), help_name(applet));
	if (!applet->most)
		fputs("accepts no arguments.\n", stderr);
	else if (applet->least == applet->most)
		fprintf(stderr, "requires exactly %d argument%s.\n", applet->least,
			applet->least == 1 ? "" : "s");
	else if (applet->most == ANY_NUMBER)
		fprintf(stderr, "requires at least %d argument%s.\n", applet->least,
			applet->least == 1 ? "" : "s");
	else if (!applet->least)
		fprintf(stderr, "requires at most %d argument%s.\n", applet->most, applet->most == 1 ? "" : "s");
	else
		fprintf(stderr, "requires at least %d and at most %d arguments.\n", applet->least,
			applet->most);
	help_usage(applet);
	return EXIT_FAILURE;
}

/* What every command needs that looks at containers or images. */
static bool may_not_run(const struct applet *applet)
{
	if (geteuid() != 0)
		fail("%s needs root rights", applet->name);
	else if (configuration_check() == 0)
		return false;
	return true;
}

/* A descriptor that we open must never become standard output because that was closed. */
static void fill_streams(void)
{
	int fd;

	while ((fd = open("/dev/null", O_RDWR)) >= 0 && fd < 3)
		;
	if (fd >= 3)
		close(fd);
}

static int call_verb(const struct applet *applet, int argc, char **argv);

static int call(const struct applet *applet, int argc, char **argv)
{
	int first = options_parse(applet, argc, argv), status;

	if (applet->verbs)
		return call_verb(applet, argc - first, argv + first);
	if (argc - first < applet->least || argc - first > applet->most)
		return misuse(applet);
	if (!applet->for_anyone && !(applet->elsewhere && *applet->elsewhere) && may_not_run(applet))
		return applet->own_fault ? applet->own_fault : EXIT_FAILURE;
	status = applet->main(argc - first, argv + first);
	/* A full disk or a closed pipe behind standard output is a failure like any other. */
	if (fflush(stdout) || ferror(stdout)) {
		fail("write standard output: %m");
		return status ? status : EXIT_FAILURE;
	}
	return status;
}

/* `container inspect X` is `inspect --type container X`. */
static int call_with_type(const struct applet *applet, const char *type, int argc, char **argv)
{
	char **words = calloc((size_t)argc + 3, sizeof *words);

	if (!words) {
		fail("%s: %m", applet->name);
		return EXIT_FAILURE;
	}
	words[0] = argv[0];
	words[1] = "--type";
	words[2] = (char *)type;
	memcpy(words + 3, argv + 1, (size_t)(argc - 1) * sizeof *words);
	return call(applet, argc + 2, words);
}

static const struct applet *find_verb(const struct applet *applet, const char *word)
{
	static const char *const others[][2] = { { "list", "ls" }, { "remove", "rm" } };

	for (int i = 0; i < 2; i++)
		if (strcmp(word, others[i][0]) == 0)
			word = others[i][1];
	for (const struct applet *verb = applet->verbs; verb->name; verb++)
		if (strcmp(strchr(verb->name, ' ') + 1, word) == 0)
			return verb;
	return NULL;
}

static int call_verb(const struct applet *applet, int argc, char **argv)
{
	const struct applet *verb = argc ? find_verb(applet, argv[0]) : NULL;
	const struct applet *plain = verb && !verb->main ? find(argv[0]) : NULL;

	if (plain) {
		help_called(applet->name, plain->name);
		return call_with_type(plain, applet->name, argc, argv);
	}
	if (verb && verb->main)
		return call(verb, argc, argv);
	help_verbs(applet);
	return argc ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int command(int argc, char **argv)
{
	const char *object = argv[0], *verb = argc > 1 ? argv[1] : "";
	int skipped = dispatch_management(argc, argv);
	const struct applet *applet = find(dispatch_spelling(argv[skipped]));

	if (!applet)
		return dispatch_refuse(argv[skipped]);
	if (skipped)
		help_called(object, verb);
	argv[skipped] = (char *)applet->name;
	if (skipped && dispatch_type(object) && strcmp(verb, "inspect") == 0)
		return call_with_type(applet, dispatch_type(object), argc - skipped, argv + skipped);
	return call(applet, argc - skipped, argv + skipped);
}

/* `help volume ls` is `volume ls --help`. */
static int help_of(int argc, char **argv)
{
	char *words[4] = { argv[0], argc > 1 ? argv[1] : NULL };
	int skipped = dispatch_management(argc > 1 ? 2 : 1, words);
	const struct applet *applet = find(dispatch_spelling(words[skipped]));
	size_t count = skipped || (applet && applet->verbs && argc > 1) ? 2 : 1;

	if (!applet || !applet->summary) {
		fail_phase("", "");
		fail("unknown help topic: %s", argv[0]);
		return EXIT_FAILURE;
	}
	memcpy(words, argv, count * sizeof *words);
	words[count] = "--help";
	return command((int)count + 1, words);
}

static int linkbox(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "--help";

	if (strcmp(word, "help") == 0 && argc > 2)
		return help_of(argc - 2, argv + 2);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
		help();
	} else if (strcmp(word, "--list") == 0) {
		list();
	} else if (strcmp(word, "--version") == 0 || strcmp(word, "-v") == 0) {
		puts(fail_is_like_docker() ? "Docker version " DOCKER_VERSION ", build linkbox-" LINKBOX_VERSION
					   : "linkbox version " LINKBOX_VERSION);
	} else if (strcmp(word, "--install") == 0) {
		const char *names[APPLETS + 1] = { NULL };
		size_t count = 0;

		for (size_t i = 0; i < APPLETS; i++)
			if (applets[i]->summary)
				names[count++] = applets[i]->name;
		return install(argc - 1, argv + 1, names);
	} else {
		return command(argc - 1, argv + 1);
	}
	return fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	const char *name = argc ? strrchr(argv[0], '/') : NULL;
	const struct applet *applet;

	if (!argc)
		return EXIT_FAILURE;
	fill_streams();
	/* Ignored by who called us, it would have the kernel reap what we wait for. */
	signal(SIGCHLD, SIG_DFL);
	name = name ? name + 1 : argv[0];
	if (strcmp(name, "docker") == 0) {
		fail_like_docker();
		return linkbox(argc, argv);
	}
	applet = find(name);
	if (!applet && text_after(name, "lb-"))
		applet = find(text_after(name, "lb-"));
	if (applet) {
		argv[0] = (char *)applet->name;
		return call(applet, argc, argv);
	}
	return linkbox(argc, argv);
}
