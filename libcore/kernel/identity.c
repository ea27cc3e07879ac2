/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"
#include "kernel/identity.h"
#include "kernel/mount/target.h"

enum { ID_MOST = 0x7fffffff };   /* Docker's: what is above wraps to root somewhere */

static int descriptors = -1;

void identity_look_through(int proc)
{
	descriptors = proc;
}

/* The text of a file of the container, NULL if it has none; `text` is the caller's. The image may
 * have anything in its place: a FIFO would hang us, a device answer for ever, a magic link lead out. */
static int read_file(const char *path, char **text)
{
	autoclose int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	autoclose int file = root < 0 ? -1 : target_find(root, path);
	char link[32];
	struct stat status;

	*text = NULL;
	if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (file < 0 || fstat(file, &status) < 0)
		return fail("read %s: %m", path);
	if (!S_ISREG(status.st_mode))
		return fail("read %s: not a file", path);
	snprintf(link, sizeof link, "%s%d", descriptors < 0 ? "/proc/self/fd/" : "", file);
	*text = file_read(descriptors < 0 ? AT_FDCWD : descriptors, link, IDENTITY_FILE_SIZE, NULL);
	return *text ? 0 : fail("read %s: %m", path);
}

/* "12" is the number whatever the file says, "name" is looked for. */
struct wanted {
	const char *text;
	unsigned long number;
	bool numeric;
};

static int want(struct wanted *wanted, const char *text)
{
	wanted->text = text;
	wanted->numeric = *text && text[strspn(text, "0123456789")] == '\0';
	if (wanted->numeric && text_number(text, ID_MOST, &wanted->number) < 0)
		return fail("uids and gids must be in range 0-%d", ID_MOST);
	return 0;
}

static bool is_wanted(const struct wanted *wanted, const char *name, unsigned long number)
{
	return wanted->numeric ? wanted->number == number : strcmp(wanted->text, name) == 0;
}

/* name:password:uid:gid:comment:home:shell. First match wins. True if there was one. */
static bool find_user(struct identity *identity, char *passwd, const struct wanted *wanted)
{
	for (char *line = text_cut(&passwd, '\n'); line; line = text_cut(&passwd, '\n')) {
		char *name = text_cut(&line, ':'), *password = text_cut(&line, ':');
		char *uid = text_cut(&line, ':'), *gid = text_cut(&line, ':');
		char *comment = text_cut(&line, ':'), *home = text_cut(&line, ':');
		unsigned long user, group;

		if (!password || !gid || !*name || text_number(uid, ID_MOST, &user) < 0 ||
		    text_number(gid, ID_MOST, &group) < 0 || !is_wanted(wanted, name, user))
			continue;
		identity->uid = (uint32_t)user;
		identity->gid = (uint32_t)group;
		snprintf(identity->name, sizeof identity->name, "%s", name);
		if (comment && home && *home)
			snprintf(identity->home, sizeof identity->home, "%s", home);
		return true;
	}
	return false;
}

static bool is_member(char *members, const char *name)
{
	for (char *member = text_cut(&members, ','); member; member = text_cut(&members, ','))
		if (strcmp(member, name) == 0)
			return true;
	return false;
}

/* name:password:gid:member,member. False at the end of the file. */
static bool next_group(char **rest, char **name, unsigned long *gid, char **members)
{
	for (char *line = text_cut(rest, '\n'); line; line = text_cut(rest, '\n')) {
		char *password, *number;

		*name = text_cut(&line, ':');
		password = text_cut(&line, ':');
		number = text_cut(&line, ':');
		*members = line;
		if (password && number && **name && text_number(number, ID_MOST, gid) == 0)
			return true;
	}
	return false;
}

static int add_group(struct identity *identity, uint32_t gid)
{
	for (int i = 0; i < identity->group_count; i++)
		if (identity->groups[i] == gid)
			return 0;
	if (identity->group_count == IDENTITY_GROUPS_MOST)
		return fail("user %s is in more than %d groups", identity->name, IDENTITY_GROUPS_MOST);
	identity->groups[identity->group_count++] = gid;
	return 0;
}

static int add_groups_of_user(struct identity *identity, char *file)
{
	char *name, *members;
	unsigned long gid;

	if (add_group(identity, identity->gid) < 0)
		return -1;
	while (identity->name[0] && next_group(&file, &name, &gid, &members))
		if (is_member(members, identity->name) && add_group(identity, (uint32_t)gid) < 0)
			return -1;
	return 0;
}

static int take_group(struct identity *identity, char *file, const struct wanted *wanted)
{
	char *name, *members;
	unsigned long gid;

	while (next_group(&file, &name, &gid, &members))
		if (is_wanted(wanted, name, gid)) {
			identity->gid = (uint32_t)gid;
			return add_group(identity, identity->gid);
		}
	if (!wanted->numeric)
		return fail("unable to find group %s: no matching entries in group file", wanted->text);
	identity->gid = (uint32_t)wanted->number;
	return add_group(identity, identity->gid);
}

int identity_find(struct identity *identity, const char *user)
{
	autofree char *words = strdup(user && *user ? user : "0"), *passwd = NULL, *groups = NULL;
	char *rest = words, *name = text_cut(&rest, ':');
	struct wanted wanted, wanted_group;

	if (!words)
		return fail("find user: %m");
	memset(identity, 0, sizeof *identity);
	strcpy(identity->home, "/");
	if (want(&wanted, *name ? name : "0") < 0 || want(&wanted_group, rest ? rest : "") < 0 ||
	    read_file("/etc/passwd", &passwd) < 0 || read_file("/etc/group", &groups) < 0)
		return -1;
	if (!find_user(identity, passwd, &wanted)) {
		if (!wanted.numeric)
			return fail("unable to find user %s: no matching entries in passwd file", name);
		identity->uid = (uint32_t)wanted.number;
	}
	if (rest && *rest)
		return take_group(identity, groups, &wanted_group);
	return add_groups_of_user(identity, groups);
}

int identity_join(struct identity *identity, const char *group)
{
	autofree char *groups = NULL;
	char *rest, *name, *members;
	struct wanted wanted;
	unsigned long gid;

	/* A sign makes no name of a number. */
	if (*group == '-' && group[1] && group[1 + strspn(group + 1, "0123456789")] == '\0')
		return fail("uids and gids must be in range 0-%d", ID_MOST);
	if (want(&wanted, group) < 0 || read_file("/etc/group", &groups) < 0)
		return -1;
	rest = groups;
	while (next_group(&rest, &name, &gid, &members))
		if (is_wanted(&wanted, name, gid))
			return add_group(identity, (uint32_t)gid);
	if (!wanted.numeric)
		return fail("Unable to find group %s: no matching entries in group file", group);
	return add_group(identity, (uint32_t)wanted.number);
}

int identity_assume(const struct identity *identity)
{
	if (setgroups((size_t)identity->group_count, identity->groups) < 0 ||
	    setresgid(identity->gid, identity->gid, identity->gid) < 0 ||
	    setresuid(identity->uid, identity->uid, identity->uid) < 0)
		return fail("become user %u, group %u: %m", identity->uid, identity->gid);
	return 0;
}
