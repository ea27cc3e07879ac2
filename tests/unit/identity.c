/* The grammar of --user, read from hostile files, too.
 * SPDX-License-Identifier: MIT */
#include "kernel/identity.h"
#include "scene.h"

static const char passwd[] =
	"root:x:0:0:root:/root:/bin/sh\n"
	"\n"
	"#web:x:1:1:::\n"
	"short:x:5\n"
	"web:x:33:44:web:/srv/web:/bin/sh\n"
	"web:x:34:45:second:/srv/second:/bin/sh\n"
	"wraps:x:4294967296:0::/:\n"
	"minus:x:-1:0::/:\n"
	"homeless:x:50:50\n"
	"1000:x:7:7::/seven:\n"
	"last:x:60:60::/last:/bin/sh";
static const char group[] =
	"root:x:0:root\n"
	"wheel:x:10:root,web\n"
	"extra:x:11:we,webb,web\n"
	"again:x:10:web\n"
	"junk:x:4294967306:web\n"
	"empty:x:12:\n"
	"short:x\n"
	"end:x:13:last";

static const struct {
	const char *user;
	const char *expected;   /* uid:gid groups home, or what is said */
} table[] = {
	{ NULL, "0:0 0,10 /root" },
	{ "", "0:0 0,10 /root" },
	{ "root", "0:0 0,10 /root" },
	{ "0", "0:0 0,10 /root" },
	{ "web", "33:44 44,10,11 /srv/web" },
	{ "33", "33:44 44,10,11 /srv/web" },
	{ "web:", "33:44 44,10,11 /srv/web" },
	{ "web:empty", "33:12 12 /srv/web" },
	{ "web:12", "33:12 12 /srv/web" },
	{ "web:99", "33:99 99 /srv/web" },
	{ "99", "99:0 0 /" },
	{ "99:98", "99:98 98 /" },
	{ "1000", "1000:0 0 /" },
	{ "homeless", "50:50 50 /" },
	{ "last", "60:60 60,13 /last" },
	{ "2147483647:2147483647", "2147483647:2147483647 2147483647 /" },
	{ "2147483648", "uids and gids must be in range 0-2147483647" },
	{ "0:4294967296", "uids and gids must be in range 0-2147483647" },
	{ "18446744073709551616", "uids and gids must be in range 0-2147483647" },
	{ "nosuch", "unable to find user nosuch: no matching entries in passwd file" },
	{ "we", "unable to find user we: no matching entries in passwd file" },
	{ "+1", "unable to find user +1: no matching entries in passwd file" },
	{ "-1", "unable to find user -1: no matching entries in passwd file" },
	{ "0x0", "unable to find user 0x0: no matching entries in passwd file" },
	{ " 0", "unable to find user  0: no matching entries in passwd file" },
	{ "wraps", "unable to find user wraps: no matching entries in passwd file" },
	{ "minus", "unable to find user minus: no matching entries in passwd file" },
	{ "short", "unable to find user short: no matching entries in passwd file" },
	{ "0:0junk", "unable to find group 0junk: no matching entries in group file" },
	{ "0:+1", "unable to find group +1: no matching entries in group file" },
	{ "web:nosuch", "unable to find group nosuch: no matching entries in group file" },
	{ "web:junk", "unable to find group junk: no matching entries in group file" },
	{ "0:0:0", "unable to find group 0:0: no matching entries in group file" },
};

static void show(const struct identity *who, char *text, size_t size)
{
	size_t used = (size_t)snprintf(text, size, "%u:%u ", who->uid, who->gid);

	for (int i = 0; i < who->group_count; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%u", i ? "," : "", who->groups[i]);
	snprintf(text + used, size - used, " %s", who->home);
}

static bool means(const char *user, const char *expected)
{
	struct identity who;
	char text[8192];

	if (identity_find(&who, user) < 0)
		snprintf(text, sizeof text, "%s", fail_text());
	else
		show(&who, text, sizeof text);
	if (strcmp(text, expected) != 0)
		printf("# %s: %s, expected: %s\n", user ? user : "NULL", text, expected);
	return strcmp(text, expected) == 0;
}

static void try_table(void)
{
	char sentence[128];

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		snprintf(sentence, sizeof sentence, "identity: \"%s\" is understood as by Docker",
			 table[i].user ? table[i].user : "");
		ok(means(table[i].user, table[i].expected), sentence);
	}
}

static bool is_become(void)
{
	struct identity who;
	gid_t groups[8];
	uid_t real, effective, saved;

	return identity_find(&who, "web") == 0 && identity_assume(&who) == 0 && getgroups(8, groups) == 3 &&
		groups[0] == 10 && groups[1] == 11 && groups[2] == 44 && getegid() == 44 &&
		getresuid(&real, &effective, &saved) == 0 && real == 33 && effective == 33 && saved == 33;
}

static void try_hostile_files(void)
{
	struct identity who;
	char many[65536];
	size_t used = 0;

	unlink("/etc/passwd");
	mkfifo("/etc/passwd", 0644);
	ok(refused(identity_find(&who, "web"), "read /etc/passwd: not a file"),
	   "identity: is not hung by a FIFO");
	unlink("/etc/passwd");
	ok(symlink("/proc/self/fd/0", "/etc/passwd") == 0 &&
	   refused(identity_find(&who, "web"), "read /etc/passwd"),
	   "identity: follows no magic link");
	unlink("/etc/passwd");
	ok(means("web", "unable to find user web: no matching entries in passwd file") &&
	   means("33", "33:0 0 /"),
	   "identity: does without /etc/passwd");
	put("/etc/passwd", passwd);
	truncate("/etc/passwd", 2 << 20);
	ok(refused(identity_find(&who, "web"), "File too large"), "identity: bounds the file");
	put("/etc/passwd", passwd);
	for (int i = 0; i < IDENTITY_GROUPS_MOST + 1; i++)
		used += (size_t)snprintf(many + used, sizeof many - used, "g%d:x:%d:web\n", i, 100 + i);
	put("/etc/group", many);
	ok(refused(identity_find(&who, "web"), "more than 256 groups"), "identity: bounds the groups");
	unlink("/etc/group");
	ok(means("web", "33:44 44 /srv/web"), "identity: does without /etc/group");
}

int main(void)
{
	scene_begin();
	fail_silently(true);
	put("etc/passwd", passwd);
	put("etc/group", group);
	mkdir("proc", 0755);
	if (mount("/proc", "proc", NULL, MS_BIND | MS_REC, NULL) < 0 || chroot(".") < 0)
		return EXIT_FAILURE;
	try_table();
	ok(in_container(is_become), "identity: is become, with its groups, for good");
	try_hostile_files();
	return scene_end();
}
