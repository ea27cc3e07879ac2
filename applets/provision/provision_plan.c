/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "provision/provision_change.h"
#include "provision/provision_child.h"
#include "provision/provision_names.h"
#include "provision/provision_plan.h"
#include "store/container_record.h"
#include "store/names.h"
#include "store/status.h"

void provision_plan_free(struct provision_plan *plan)
{
	for (int i = 0; i < plan->count; i++) {
		provision_file_free(&plan->items[i].file);
		record_free(&plan->items[i].needs);
	}
	free(plan->items);
}

static void refuse(struct provision_plan *plan, struct provision_item *item)
{
	item->action = PROVISION_REFUSED;
	plan->failed = true;
}

static int is_file(const struct dirent *entry)
{
	return *entry->d_name != '.' && text_ends(entry->d_name, ".run");
}

static int count_one(const char *id, void *count)
{
	(void)id;
	++*(int *)count;
	return 0;
}

static void read_files(struct provision_plan *plan, struct dirent **entries, int count)
{
	autoclose int directory = open(plan->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (int i = 0; i < count; i++) {
		struct provision_item *item = &plan->items[plan->count++];

		item->action = PROVISION_CREATE;
		if (provision_file_read(&item->file, directory, plan->directory, entries[i]->d_name) < 0)
			refuse(plan, item);
	}
}

/* And room for every container besides. */
static int take_files(struct provision_plan *plan)
{
	struct dirent **entries;
	int count = scandir(plan->directory, &entries, is_file, alphasort), containers = 0, result;

	if (count < 0)
		return fail("read %s: %m", plan->directory);
	result = count > PROVISION_MOST ? fail("%s holds more than %d files", plan->directory, PROVISION_MOST)
					: container_record_each(count_one, &containers);
	if (result == 0) {
		plan->items = calloc((size_t)count + (size_t)containers + 1, sizeof *plan->items);
		result = plan->items ? 0 : fail("read %s: %m", plan->directory);
	}
	if (result == 0 && plan->items)
		read_files(plan, entries, count);
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	return result;
}

/* What it can't be without, and what it has to be made anew with. */
static int take_needs(struct provision_item *item, const struct record *container)
{
	static const char *const keys[] = { "network", "ipc", "pid" };
	char name[NAME_LENGTH + 1];
	int result = 0;

	for (const char *line = NULL; (line = record_next(container, "link", line));)
		if (sscanf(line, "%*s %*s %255s", name) == 1)
			result |= record_add(&item->needs, "needs", name);
	for (int i = 0; i < 3; i++) {
		const char *value = record_get(container, keys[i]), *id = value ? text_after(value, "container:") : NULL;

		if (id)
			result |= record_add(&item->needs, "needs", id) | record_add(&item->needs, "shares", id);
	}
	return result < 0 ? fail("plan %s: %m", item->name) : 0;
}

static bool was_started(const struct record *container)
{
	struct record status autorecord = { 0 };

	return status_load(&status, container) < 0 || strcmp(record_get(&status, "state"), "created") != 0;
}

/* The file's own container: is it still what the file says? */
static int compare(struct provision_item *item, const struct record *container)
{
	if (item->action == PROVISION_REFUSED)
		return 0;
	provision_change_find(item->why, sizeof item->why, &item->file, container);
	if (*item->why)
		item->action = PROVISION_RECREATE;
	else
		item->action = was_started(container) ? PROVISION_KEEP : PROVISION_START;
	return *item->why ? 0 : take_needs(item, container);
}

static struct provision_item *find(struct provision_plan *plan, const char *path)
{
	for (int i = 0; i < plan->count; i++)
		if (plan->items[i].file.path && !*plan->items[i].container && strcmp(plan->items[i].file.path, path) == 0)
			return &plan->items[i];
	return NULL;
}

static int take_container(const char *id, void *context)
{
	struct provision_plan *plan = context;
	struct record container autorecord = { 0 };
	struct provision_item *item;
	const char *path, *name;

	if (container_record_load(&container, id) < 0) {
		plan->failed = true;
		return 0;
	}
	path = record_get(&container, "provisioned");
	name = path ? text_after(path, plan->directory) : NULL;
	if (!name || *name != '/' || strchr(name + 1, '/'))
		return 0;
	item = find(plan, path);
	if (!item) {
		item = &plan->items[plan->count++];
		item->action = PROVISION_REMOVE;
	}
	memcpy(item->container, id, ID_LENGTH + 1);
	names_of(id, item->name);
	if (!*item->name)
		snprintf(item->name, sizeof item->name, "%.12s", id);
	return item->action == PROVISION_REMOVE ? take_needs(item, &container) : compare(item, &container);
}

/* Hear from its words what it is called and what it needs. */
static void look(struct provision_plan *plan, struct provision_item *item)
{
	record_drop(&item->needs, NULL);
	if (provision_child_look(&item->file, !plan->images_come, &item->needs) < 0)
		refuse(plan, item);
	else
		snprintf(item->name, sizeof item->name, "%s", record_get(&item->needs, "name"));
}

static bool is_meant(const struct provision_item *item, const char *key, const struct provision_item *other)
{
	return record_has(&item->needs, key, other->name)
	       || (*other->container && record_has(&item->needs, key, other->container));
}

/* One that lives in the namespaces of another goes with it. True if there was one to add. */
static bool spread(struct provision_plan *plan, struct provision_item *item)
{
	for (int i = 0; i < plan->count; i++) {
		const struct provision_item *other = &plan->items[i];

		if (other->action != PROVISION_RECREATE || !is_meant(item, "shares", other))
			continue;
		item->action = PROVISION_RECREATE;
		snprintf(item->why, sizeof item->why, "%s is re-created", other->name);
		look(plan, item);
		return true;
	}
	return false;
}

static void spread_all(struct provision_plan *plan)
{
	bool more;

	do {
		more = false;
		for (int i = 0; i < plan->count; i++)
			if (plan->items[i].action == PROVISION_KEEP || plan->items[i].action == PROVISION_START)
				more |= spread(plan, &plan->items[i]);
	} while (more);
}

int provision_plan_make(struct provision_plan *plan, const char *directory, bool images_come)
{
	*plan = (struct provision_plan){ .directory = directory, .images_come = images_come };
	if (take_files(plan) < 0 || container_record_each(take_container, plan) < 0)
		return -1;
	for (int i = 0; i < plan->count; i++)
		if (plan->items[i].action == PROVISION_CREATE || plan->items[i].action == PROVISION_RECREATE)
			look(plan, &plan->items[i]);
	provision_names_settle(plan);
	spread_all(plan);
	return 0;
}

static bool is_open(const struct provision_item *item, bool removal)
{
	return !item->done && item->action != PROVISION_REFUSED && (item->action == PROVISION_REMOVE) == removal;
}

static bool waits(const struct provision_plan *plan, const struct provision_item *item, bool removal)
{
	for (int i = 0; i < plan->count; i++) {
		const struct provision_item *other = &plan->items[i];

		if (other != item && is_open(other, removal)
		    && (removal ? is_meant(other, "needs", item) : is_meant(item, "needs", other)))
			return true;
	}
	return false;
}

/* The first that waits for nobody. */
static struct provision_item *choose(struct provision_plan *plan, bool removal)
{
	for (int i = 0; i < plan->count; i++)
		if (is_open(&plan->items[i], removal) && !waits(plan, &plan->items[i], removal))
			return &plan->items[i];
	return NULL;
}

static struct provision_item *choose_removal(struct provision_plan *plan)
{
	struct provision_item *item = choose(plan, true);

	/* In a circle, which renaming can make, one is as good as another. */
	for (int i = 0; !item && i < plan->count; i++)
		if (is_open(&plan->items[i], true))
			item = &plan->items[i];
	return item;
}

static void refuse_circles(struct provision_plan *plan)
{
	for (int i = 0; i < plan->count; i++) {
		if (!is_open(&plan->items[i], false))
			continue;
		provision_file_refuse(&plan->items[i].file, "the containers that it needs wait for each other", -1);
		refuse(plan, &plan->items[i]);
	}
}

struct provision_item *provision_plan_next(struct provision_plan *plan)
{
	struct provision_item *item = choose_removal(plan);

	if (!item)
		item = choose(plan, false);
	if (item)
		item->done = true;
	else
		refuse_circles(plan);
	return item;
}
