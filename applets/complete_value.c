/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "applet.h"
#include "base/text.h"
#include "complete_value.h"
#include "show/filter/event_filter.h"
#include "show/filter/filter_match.h"
#include "show/filter/image_filter.h"
#include "show/row.h"
#include "store/container_record.h"
#include "store/image/images.h"
#include "store/volumes.h"

enum source { WORDS, FILES, MOUNT, CONTAINERS, VARIABLES, FILTERS };

/* What options take, in whichever applet they stand. WORDS: these, and behind "container:" a
 * container. What isn't here takes what nobody can know. */
static const struct {
	const char *option;
	enum source source;
	const char *words;
} values[] = {
	{ "attach", WORDS, "stdin stdout stderr" },
	{ "cap-add", WORDS, "ALL AUDIT_CONTROL AUDIT_READ BLOCK_SUSPEND DAC_READ_SEARCH IPC_LOCK IPC_OWNER LEASE "
	  "LINUX_IMMUTABLE NET_ADMIN NET_BROADCAST SYSLOG SYS_ADMIN SYS_BOOT SYS_MODULE SYS_NICE SYS_PACCT "
	  "SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM" },
	{ "cap-drop", WORDS, "ALL AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW "
	  "SETFCAP SETGID SETPCAP SETUID SYS_CHROOT" },
	{ "cidfile", FILES, NULL },
	{ "env", VARIABLES, NULL },
	{ "env-file", FILES, NULL },
	{ "filter", FILTERS, NULL },
	{ "input", FILES, NULL },
	{ "ipc", WORDS, "none private shareable host container:" },
	{ "label-file", FILES, NULL },
	{ "link", CONTAINERS, NULL },
	{ "link-wait", WORDS, "10s 30s 1m" },
	{ "log-driver", WORDS, "json-file local file syslog none" },
	{ "log-opt", WORDS, "max-size= max-file= tag= syslog-address= syslog-facility= syslog-format=" },
	{ "network", WORDS, "bridge none host container:" },
	{ "output", FILES, NULL },
	{ "pid", WORDS, "host container:" },
	{ "pull", WORDS, "missing never" },
	{ "restart", WORDS, "no on-failure always unless-stopped" },
	{ "security-opt", WORDS, "no-new-privileges seccomp=" },
	{ "signal", WORDS, "ALRM CONT HUP INT KILL QUIT STOP TERM USR1 USR2 WINCH" },
	{ "stop-signal", WORDS, "ALRM HUP INT KILL QUIT TERM USR1 USR2 WINCH" },
	{ "type", WORDS, "container image volume" },
	{ "userns", WORDS, "auto host" },
	{ "uts", WORDS, "host" },
	{ "volume", MOUNT, NULL },
	{ "volumes-from", CONTAINERS, NULL },
};

void complete_offer(const struct completed *word, const char *candidate)
{
	if (text_starts(candidate, word->value))
		printf("%.*s%s\n", word->before_length, word->before ? word->before : "", candidate);
}

/* What comes next is the value behind a prefix, which stays as it is. */
static struct completed after(const struct completed *word, const char *value)
{
	struct completed rest = *word;

	rest.before = word->before ? word->before : word->value;
	rest.before_length = (int)(value - rest.before);
	rest.value = value;
	return rest;
}

/* Which containers an applet is for; the others are for all. */
static bool suits(const struct applet *applet, const struct row *row)
{
	static const char *const running[] = { "attach", "exec", "kill", "pause", "port", "stats", "stop", "top" };

	if (strcmp(applet->name, "start") == 0)
		return !row_is_up(row);
	if (strcmp(applet->name, "unpause") == 0)
		return strcmp(row_state(row), "paused") == 0;
	for (size_t i = 0; i < sizeof running / sizeof running[0]; i++)
		if (strcmp(applet->name, running[i]) == 0)
			return row_is_up(row);
	return true;
}

struct offer {
	const struct applet *applet;      /* NULL: every container */
	const struct completed *word;
	const char *end;
};

static int offer_container(const char *id, void *context)
{
	const struct offer *offer = context;
	autorow struct row row = { 0 };
	char name[NAME_LENGTH + 2];

	if (row_load(&row, id) || (offer->applet && !suits(offer->applet, &row)) || row_load_name(&row))
		return 0;
	snprintf(name, sizeof name, "%s%s", row.name, offer->end);
	complete_offer(offer->word, name);
	return 0;
}

static void offer_containers(const struct applet *applet, const struct completed *word, const char *end)
{
	struct offer offer = { applet, word, end };

	container_record_each(offer_container, &offer);
}

/* "busybox:latest" is shown as it is typed: without the tag, unless that has been begun. */
static int offer_image(const char *tagged, const char *id, void *context)
{
	const struct completed *word = context;
	char name[REFERENCE_LENGTH + 1];
	char *tag;

	(void)id;
	if (!tagged)
		return 0;
	snprintf(name, sizeof name, "%s", tagged);
	tag = strrchr(name, ':');
	if (tag && strcmp(tag, ":latest") == 0 && strncmp(word->value, name, (size_t)(tag + 1 - name)) != 0)
		*tag = '\0';
	complete_offer(word, name);
	return 0;
}

static int offer_volume(const char *name, void *context)
{
	const struct offer *offer = context;
	char text[NAME_LENGTH + 2];

	snprintf(text, sizeof text, "%s%s", name, offer->end);
	complete_offer(offer->word, text);
	return 0;
}

static void offer_volumes(const struct completed *word, const char *end)
{
	struct offer offer = { NULL, word, end };

	volumes_each(offer_volume, &offer);
}

static void offer_words(const struct completed *word, const char *words)
{
	const char *container = text_after(word->value, "container:");
	struct completed rest;
	char each[32];

	if (container && strstr(words, "container:")) {
		rest = after(word, container);
		offer_containers(NULL, &rest, "");
		return;
	}
	for (size_t length; *words; words += length + (words[length] != '\0')) {
		length = strcspn(words, " |");
		snprintf(each, sizeof each, "%.*s", (int)length, words);
		complete_offer(word, each);
	}
}

static void offer_variables(const struct completed *word)
{
	char name[256];

	for (char **variable = environ; !strchr(word->value, '=') && *variable; variable++) {
		snprintf(name, sizeof name, "%.*s", (int)strcspn(*variable, "="), *variable);
		complete_offer(word, name);
	}
}

static void offer_filter_value(const struct completed *word, size_t length)
{
	struct completed rest = after(word, word->value + length + 1);

	if (length == strlen("status") && text_starts(word->value, "status"))
		offer_words(&rest, "created restarting running removing paused exited dead");
	else if (length == strlen("dangling") && text_starts(word->value, "dangling"))
		offer_words(&rest, "true false");
	else if (length == strlen("ancestor") && text_starts(word->value, "ancestor"))
		images_each(offer_image, &rest);
}

static void offer_filters(const struct applet *applet, const struct completed *word)
{
	size_t length = strcspn(word->value, "=");
	const char *(*key_of)(int) = NULL;
	const char *key;
	char text[32];

	if (word->value[length]) {
		offer_filter_value(word, length);
		return;
	}
	if (strcmp(applet->name, "ps") == 0)
		key_of = filter_match_key;
	else if (strcmp(applet->name, "images") == 0)
		key_of = image_filter_key;
	else if (strcmp(applet->name, "events") == 0)
		key_of = event_filter_key;
	else if (strcmp(applet->name, "volume ls") == 0)
		offer_words(word, "dangling= driver= label= name=");
	for (int i = 0; key_of && (key = key_of(i)); i++) {
		snprintf(text, sizeof text, "%s=", key);
		complete_offer(word, text);
	}
}

static void offer(const struct applet *applet, const struct completed *word, enum source source,
	const char *words)
{
	switch (source) {
	case WORDS:
		offer_words(word, words);
		break;
	case MOUNT:
		if (strchr(word->value, ':'))
			break;
		offer_volumes(word, ":");
		puts(":files");
		break;
	case FILES:
		puts(":files");
		break;
	case CONTAINERS:
		offer_containers(NULL, word, "");
		break;
	case VARIABLES:
		offer_variables(word);
		break;
	case FILTERS:
		offer_filters(applet, word);
	}
}

void complete_option_value(const struct applet *applet, const struct opt *opt, struct completed word)
{
	if (!*opt->argument)
		offer_words(&word, "true false");
	for (size_t i = 0; *opt->argument && i < sizeof values / sizeof values[0]; i++)
		if (strcmp(values[i].option, opt->name) == 0)
			offer(applet, &word, values[i].source, values[i].words);
}

/* "CONTAINER" of "IMAGE [COMMAND] [ARG...]" and its like; the last one may be for all that follow. */
static int find_word(const char *operands, int number, char *found, size_t room)
{
	const char *at = operands;
	size_t length = strcspn(at, " \n");

	for (; number && at[length] == ' '; number--) {
		at += length + 1;
		length = strcspn(at, " \n");
	}
	snprintf(found, room, "%.*s", (int)length, at);
	return number == 0 || strstr(found, "...") ? 0 : -1;
}

void complete_operand(const struct applet *applet, int number, struct completed word)
{
	char what[48];

	if (!applet->operands || find_word(applet->operands, number, what, sizeof what) < 0)
		return;
	if (strstr(applet->operands, "CONTAINER:")) {
		offer_containers(NULL, &word, ":");
		puts(":files");
		return;
	}
	if (strstr(what, "CONTAINER") || strstr(what, "NAME|ID"))
		offer_containers(applet, &word, "");
	if (strstr(what, "IMAGE") || strstr(what, "REPOSITORY") || strstr(what, "NAME|ID"))
		images_each(offer_image, &word);
	if (strstr(what, "NAME|ID") || (strstr(what, "VOLUME") && strcmp(applet->name, "volume create") != 0))
		offer_volumes(&word, "");
	else if (strstr(what, "file") || strstr(what, "DIR"))
		puts(":files");
	else if (*what && strspn(what, "abcdefghijklmnopqrstuvwxyz|") == strlen(what))
		offer_words(&word, what);
}
