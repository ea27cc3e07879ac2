/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "applet.h"
#include "base/fail.h"
#include "base/text.h"
#include "complete.h"
#include "complete_value.h"
#include "dispatch.h"

/* Where the walk along the words has come to. */
struct walk {
	const struct applet *applet;
	const struct opt *pending;     /* whose value is the next word */
	int operands;
	bool no_options;               /* after -- */
};

static const struct applet *find_applet(const char *name)
{
	for (const struct applet *const *applet = applets; *applet; applet++)
		if ((*applet)->summary && strcmp((*applet)->name, name) == 0)
			return *applet;
	return NULL;
}

static bool is_offered(const struct opt *opt)
{
	return opt->help && opt->kind != OPT_KIND_REFUSED;
}

static bool takes_value(const struct opt *opt)
{
	return *opt->argument && opt->kind != OPT_KIND_REFUSED;
}

static const struct opt *find_long(const struct applet *applet, const char *name, size_t length)
{
	for (const struct opt *opt = options_first(applet); opt->kind; opt = options_next(opt))
		if (strlen(opt->name) == length && memcmp(opt->name, name, length) == 0)
			return opt;
	return NULL;
}

static const struct opt *find_letter(const struct applet *applet, char letter)
{
	for (const struct opt *opt = options_first(applet); opt->kind; opt = options_next(opt))
		if (opt->letter == letter)
			return opt;
	return NULL;
}

static bool may_be_option(const struct walk *walk, const char *word)
{
	return *word == '-' && !walk->no_options && !(walk->applet->words_follow && walk->operands);
}

/* "-itv" leaves -v waiting for its value, "-v/a:/b" doesn't. */
static void pass_letters(struct walk *walk, const char *letters)
{
	for (; *letters; letters++) {
		const struct opt *opt = find_letter(walk->applet, *letters);

		if (opt && takes_value(opt)) {
			walk->pending = letters[1] ? NULL : opt;
			return;
		}
	}
}

static void pass(struct walk *walk, const char *word)
{
	const struct opt *opt;

	if (walk->pending) {
		walk->pending = NULL;
	} else if (!may_be_option(walk, word) || !word[1]) {
		walk->operands++;
	} else if (word[1] != '-') {
		pass_letters(walk, word + 1);
	} else if (!word[2]) {
		walk->no_options = true;
	} else if (!strchr(word, '=')) {
		opt = find_long(walk->applet, word + 2, strlen(word + 2));
		walk->pending = opt && takes_value(opt) ? opt : NULL;
	}
}

static void offer_options(const struct applet *applet, const char *word)
{
	const struct completed completed = { .value = word };
	char name[80];

	for (const struct opt *opt = options_first(applet); opt->kind; opt = options_next(opt)) {
		if (!is_offered(opt))
			continue;
		snprintf(name, sizeof name, "--%s", opt->name);
		complete_offer(&completed, name);
		if (opt->letter) {
			snprintf(name, sizeof name, "-%c", opt->letter);
			complete_offer(&completed, name);
		}
	}
	complete_offer(&completed, "--help");
}

static void offer_applets(const char *word)
{
	const struct completed completed = { .value = word };

	for (const struct applet *const *applet = applets; *applet; applet++)
		if ((*applet)->summary)
			complete_offer(&completed, (*applet)->name);
}

static void offer_commands(const char *word)
{
	static const char *const others[] = { "help", "--help", "--install", "--list", "--version" };
	const struct completed completed = { .value = word };

	offer_applets(word);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (*others[i] != '-' || *word == '-')
			complete_offer(&completed, others[i]);
}

static void complete_last(const struct walk *walk, const char *word)
{
	const char *equals = strchr(word, '=');
	const struct opt *opt;

	if (walk->pending) {
		complete_option_value(walk->applet, walk->pending, (struct completed){ .value = word });
	} else if (!may_be_option(walk, word)) {
		complete_operand(walk->applet, walk->operands, (struct completed){ .value = word });
	} else if (text_starts(word, "--") && equals) {
		opt = find_long(walk->applet, word + 2, (size_t)(equals - word - 2));
		if (opt)
			complete_option_value(walk->applet, opt, (struct completed){ 
				.before = word, .before_length = (int)(equals + 1 - word), .value = equals + 1 });
	} else {
		offer_options(walk->applet, word);
	}
}

static void complete_applet(const struct applet *applet, int argc, char **argv);

/* "volume rm": its commands are applets by their last words. One that is there under that word is that. */
static void complete_verb(const struct applet *applet, int argc, char **argv)
{
	const struct completed completed = { .value = argv[1] };

	for (const struct applet *verb = applet->verbs; verb->name; verb++) {
		const char *word = strchr(verb->name, ' ') + 1;

		if (argc == 2)
			complete_offer(&completed, word);
		else if (strcmp(argv[1], word) == 0)
			complete_applet(verb->main ? verb : find_applet(word), argc - 1, argv + 1);
	}
	if (argc == 2 && *argv[1] == '-')
		complete_offer(&completed, "--help");
}

static void complete_applet(const struct applet *applet, int argc, char **argv)
{
	struct walk walk = { .applet = applet };

	if (!applet)
		return;
	if (applet->verbs) {
		complete_verb(applet, argc, argv);
		return;
	}

	for (int i = 1; i < argc - 1; i++)
		pass(&walk, argv[i]);
	complete_last(&walk, argv[argc - 1]);
}

/* linkbox and docker: an applet comes first, perhaps after the object that it is about. */
static void complete_program(int argc, char **argv)
{
	const struct applet *applet;
	int skipped = dispatch_management(argc - 1, argv + 1);

	argc -= 1 + skipped;
	argv += 1 + skipped;
	if (argc == 1 && !skipped)
		offer_commands(argv[0]);
	else if (argc == 1 || (argc == 2 && strcmp(argv[0], "help") == 0))
		offer_applets(argv[argc - 1]);
	else if ((applet = find_applet(dispatch_spelling(argv[0]))))
		complete_applet(applet, argc, argv);
}

void complete(int argc, char **argv)
{
	const char *slash, *name;
	const struct applet *applet;

	if (argc < 2)
		return;
	slash = strrchr(argv[0], '/');
	name = slash ? slash + 1 : argv[0];
	applet = find_applet(text_starts(name, "lb-") ? text_after(name, "lb-") : name);
	fail_silently(true);   /* the line that is being typed is no place for what is amiss */
	if (applet)
		complete_applet(applet, argc, argv);
	else
		complete_program(argc, argv);
}
