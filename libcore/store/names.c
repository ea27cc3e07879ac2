/* names/<name> is a symbolic link whose text is "<lease> <container>", the second "-" while the lease
 * waits for a container: read and replaced in one system call, and it is RAM.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "store/claims.h"
#include "store/container_record.h"
#include "store/image/index.h"
#include "store/leases.h"
#include "store/names.h"
#include "store/status.h"
#include "store/store.h"

struct holder {
	char lease[ID_LENGTH + 1];
	char container[ID_LENGTH + 1];   /* "" for none */
};

static int look_up(const char *name, struct holder *holder)
{
	char text[2 * ID_LENGTH + 2];
	autoclose int names = store_open(STORE_RUN, "names");
	ssize_t length;

	if (names < 0)
		return -1;
	length = readlinkat(names, name, text, sizeof text - 1);
	if (length < 0)
		return -1;
	errno = EINVAL;
	if (length < ID_LENGTH + 2)
		return -1;
	text[length] = '\0';
	snprintf(holder->lease, sizeof holder->lease, "%.*s", ID_LENGTH, text);
	snprintf(holder->container, sizeof holder->container, "%s",
		 text[ID_LENGTH + 1] == '-' ? "" : text + ID_LENGTH + 1);
	return 0;
}

int names_set(const char *name, const char *lease, const char *container)
{
	char text[2 * ID_LENGTH + 2], temporary[ID_LENGTH + 2];
	autoclose int names = store_open(STORE_RUN, "names");

	if (names < 0)
		return -1;
	snprintf(text, sizeof text, "%s %s", lease, container ? container : "-");
	/* A name starts with a letter or digit, so the dot keeps the two apart; a pid would not keep two
	 * workers apart, who are in pid namespaces of their monitors. */
	snprintf(temporary, sizeof temporary, ".%s", lease);
	unlinkat(names, temporary, 0);
	if (symlinkat(text, names, temporary) < 0 || renameat(names, temporary, names, name) < 0) {
		fail("take the name %s: %m", name);
		unlinkat(names, temporary, 0);
		return -1;
	}
	return 0;
}

/* A claim is dead if its container was never written, or is gone, and nobody is at work on it. */
static bool is_alive(const char *container)
{
	struct record record autorecord = { 0 };
	bool was, alive;

	if (!*container)
		return false;
	was = fail_silently(true);
	alive = container_record_load(&record, container) == 0 || errno != ENOENT;
	fail_silently(was);
	return alive || status_is_locked(container);
}

/* A rename that was killed has left a name that is not the container's any more, or not yet. */
static bool is_stale(const char *name, const struct holder *holder)
{
	struct record lease autorecord = { 0 };
	const char *right;

	if (lease_load(&lease, holder->lease) < 0)
		return false;
	right = record_get(&lease, "name");
	return right && strcmp(right, name) != 0;
}

int names_check(const char *typed)
{
	const char *name = typed + (*typed == '/');

	if (!text_is_word(name, "_.-") || strlen(name) < 2)
		return fail("Invalid container name (%s), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed", typed);
	if (strlen(name) > NAME_LENGTH)
		return fail("Invalid container name (%.32s…): longer than %d bytes", name, NAME_LENGTH);
	return 0;
}

int names_claim(const char *name, char lease[ID_LENGTH + 1], const char *container)
{
	autoclose int claims = -1;
	struct holder holder;

	if (names_check(name) < 0 || index_ensure() < 0)
		return -1;
	name += *name == '/';
	claims = claims_lock();
	if (claims < 0)
		return -1;
	if (look_up(name, &holder) == 0 && !is_stale(name, &holder)) {
		if (is_alive(holder.container))
			return fail("Conflict. The container name \"/%s\" is already in use by container \"%s\". "
				    "You have to remove (or rename) that container to be able to reuse that name.",
				    name, holder.container);
		memcpy(lease, holder.lease, sizeof holder.lease);
	}
	return names_set(name, lease, container);
}

int names_release(const char *name, const char *container)
{
	autoclose int names = store_open(STORE_RUN, "names");
	autoclose int claims = names < 0 ? -1 : claims_lock();
	struct holder holder;

	if (claims < 0)
		return -1;
	if (look_up(name, &holder) < 0 || strcmp(holder.container, container ? container : "") != 0)
		return 0;
	if (unlinkat(names, name, 0) < 0 && errno != ENOENT)
		return fail("let go of the name %s: %m", name);
	return 0;
}

static bool is_abandoned(const struct holder *holder)
{
	struct record lease autorecord = { 0 };

	return !is_alive(holder->container) && lease_load(&lease, holder->lease) < 0 && errno == ENOENT;
}

static int sweep_one(int names, const char *name, void *result)
{
	struct holder holder;

	(void)names;
	if (look_up(name, &holder) == 0 && (is_abandoned(&holder) || is_stale(name, &holder))
	    && names_release(name, holder.container) < 0)
		*(int *)result = -1;   /* said; do the others */
	return 0;
}

int names_sweep(void)
{
	autoclose int lock = lease_lock();
	int result = 0;

	return lock < 0 || store_sweep_temporaries(STORE_RUN, "names") < 0
	       || store_each(STORE_RUN, "names", sweep_one, &result) < 0 ? -1 : result;
}

bool names_exist(const char *name)
{
	struct holder holder;

	return look_up(name, &holder) == 0;
}

int names_container(const char *name, char id[ID_LENGTH + 1])
{
	struct holder holder;

	if (look_up(name, &holder) < 0 || !*holder.container)
		return -1;
	memcpy(id, holder.container, sizeof holder.container);
	return 0;
}

int names_lease(const char *name, char lease[ID_LENGTH + 1])
{
	struct holder holder;

	if (index_ensure() < 0 || strchr(name, '/') || look_up(name, &holder) < 0)
		return -1;
	memcpy(lease, holder.lease, sizeof holder.lease);
	return 0;
}

const char *names_of(const char *id, char name[NAME_LENGTH + 1])
{
	struct record record autorecord = { 0 }, lease autorecord = { 0 };
	bool was = fail_silently(true);
	const char *text = NULL;

	if (container_record_load(&record, id) == 0 && record_get(&record, "lease")
	    && lease_load(&lease, record_get(&record, "lease")) == 0)
		text = record_get(&lease, "name");
	fail_silently(was);
	snprintf(name, NAME_LENGTH + 1, "%s", text ? text : "");
	return name;
}

/* The source that `consumer` calls `alias`. */
static int find_linked(const char *consumer, const char *alias, char id[ID_LENGTH + 1])
{
	struct record record autorecord = { 0 }, lease autorecord = { 0 };
	const char *container;

	if (container_record_load(&record, consumer) < 0)
		return -1;
	for (const char *link = NULL; (link = record_next(&record, "link", link));) {
		char key[ID_LENGTH + 1], its[ALIAS_LENGTH + 1];

		if (sscanf(link, "%64s %63s", key, its) != 2 || strcmp(its, alias) != 0)
			continue;
		if (lease_load(&lease, key) < 0)
			return -1;
		container = record_get(&lease, "container");
		snprintf(id, ID_LENGTH + 1, "%s", container ? container : "");
		return container ? 0 : -1;
	}
	return -1;
}

struct search {
	const char *prefix;
	char *id;
	int found;
};

static int match_prefix(const char *id, void *context)
{
	struct search *search = context;

	if (!text_starts(id, search->prefix))
		return 0;
	/* The record of a --rm container and its layer have one id: not two finds. */
	if (search->found && strcmp(search->id, id) == 0)
		return 0;
	memcpy(search->id, id, ID_LENGTH + 1);
	return ++search->found > 1;
}

static bool exists(const char *id)
{
	return is_alive(id) && strlen(id) == ID_LENGTH && !strchr(id, '/');
}

int names_find(const char *reference, char id[ID_LENGTH + 1])
{
	const char *name = *reference == '/' ? reference + 1 : reference, *slash = strchr(name, '/');
	struct search search = { .prefix = reference, .id = id };
	struct holder holder;

	if (index_ensure() < 0)
		return -1;
	if (!*name)
		return fail("invalid name or ID supplied: \"%s\"", reference);
	if (strlen(reference) == ID_LENGTH && exists(reference)) {
		memcpy(id, reference, ID_LENGTH + 1);
		return 0;
	}
	if (slash && slash - name <= NAME_LENGTH) {
		char consumer[NAME_LENGTH + 1];

		snprintf(consumer, sizeof consumer, "%.*s", (int)(slash - name), name);
		if (look_up(consumer, &holder) == 0 && *holder.container
		    && find_linked(holder.container, slash + 1, id) == 0)
			return 0;
	} else if (look_up(name, &holder) == 0) {
		if (is_alive(holder.container) && !is_stale(name, &holder)) {
			memcpy(id, holder.container, sizeof holder.container);
			return 0;
		}
	} else if (errno != ENOENT && errno != EINVAL && errno != ENAMETOOLONG) {
		return fail("look up %s: %m", name);
	}
	if (!slash && container_record_each(match_prefix, &search) < 0)
		return -1;
	errno = search.found ? EINVAL : ENOENT;
	if (search.found > 1)
		return fail("Multiple IDs found with provided prefix: %s", reference);
	return search.found ? 0 : fail("No such container: %s", reference);
}
