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
#include "install.h"
#include "store/configuration.h"

#define APPLET(name) extern const struct applet name##_applet;
#include "applets.h"
#undef APPLET

static const struct applet *const applets[] = {
#define APPLET(name) &name##_applet,
#include "applets.h"
#undef APPLET
};
enum { APPLETS = sizeof applets / sizeof applets[0] };

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
	     "   or: linkbox --list, linkbox APPLET --help\n");
	for (size_t i = 0; i < APPLETS; i++)
		if (applets[i]->summary)
			printf("  %-10s  %s\n", applets[i]->name, applets[i]->summary);
}

/* "at least 1 argument", as Docker's client counts them. */
static int misuse(const struct applet *applet)
{
	const char *program = fail_is_like_docker() ? "docker" : "linkbox";

	fprintf(stderr, "\"%s %s\" ", program, applet->name);
	if (!applet->most)
		fputs("accepts no arguments.\n", stderr);
	else if (applet->least == applet->most)
		fprintf(stderr, "requires exactly %d argument%s.\n", applet->least,
			applet->least == 1 ? "" : "s");
	else if (applet->most == ANY_NUMBER)
		fprintf(stderr, "requires at least %d argument%s.\n", applet->least,
			applet->least == 1 ? "" : "s");
	else
		fprintf(stderr, "requires at least %d and at most %d arguments.\n", applet->least,
			applet->most);
	options_usage(applet);
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

static int call(const struct applet *applet, int argc, char **argv)
{
	int first = options_parse(applet, argc, argv), status;

	if (argc - first < applet->least || argc - first > applet->most)
		return misuse(applet);
	if (!applet->for_anyone && may_not_run(applet))
		return applet->own_fault ? applet->own_fault : EXIT_FAILURE;
	status = applet->main(argc - first, argv + first);
	/* A full disk or a closed pipe behind standard output is a failure like any other. */
	if (fflush(stdout) || ferror(stdout)) {
		fail("write standard output: %m");
		return status ? status : EXIT_FAILURE;
	}
	return status;
}

static int linkbox(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "--help";

	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
		help();
	} else if (strcmp(word, "--list") == 0) {
		list();
	} else if (strcmp(word, "--version") == 0 || strcmp(word, "-v") == 0) {
		puts("linkbox version " LINKBOX_VERSION);
	} else if (strcmp(word, "--install") == 0) {
		const char *names[APPLETS + 1] = { NULL };
		size_t count = 0;

		for (size_t i = 0; i < APPLETS; i++)
			if (applets[i]->summary)
				names[count++] = applets[i]->name;
		return install(argc - 1, argv + 1, names);
	} else {
		const struct applet *applet;
		int skipped = dispatch_management(argc - 1, argv + 1);

		word = dispatch_spelling(argv[1 + skipped]);
		applet = find(word);
		if (!applet)
			return dispatch_refuse(word);
		argv[1 + skipped] = (char *)applet->name;
		return call(applet, argc - 1 - skipped, argv + 1 + skipped);
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
