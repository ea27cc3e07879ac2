/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "provision/provision_names.h"
#include "store/container_record.h"
#include "store/leases.h"
#include "store/names.h"

/* The container of this name, and its record; "" if there is none. */
static void find_holder(const char *name, char holder[ID_LENGTH + 1], struct record *container)
{
	struct record lease autorecord = { 0 };
	char key[ID_LENGTH + 1];
	bool was = fail_silently(true);
	const char *id = names_lease(name, key) == 0 && lease_load(&lease, key) == 0
			 ? record_get(&lease, "container") : NULL;

	*holder = '\0';
	if (id && container_record_load(container, id) == 0)
		snprintf(holder, ID_LENGTH + 1, "%s", id);
	fail_silently(was);
}

static void refuse(struct provision_plan *plan, struct provision_item *item, const char *reason, const char *whose)
{
	char text[FAILURE_LENGTH];

	snprintf(text, sizeof text, "the name %s %s%s", item->name, reason, whose);
	provision_file_refuse(&item->file, text, -1);
	item->action = PROVISION_REFUSED;
	plan->failed = true;
}

static struct provision_item *item_of(const struct provision_plan *plan, const char *id)
{
	for (int i = 0; i < plan->count; i++)
		if (strcmp(plan->items[i].container, id) == 0)
			return &plan->items[i];
	return NULL;
}

/* Its container goes first, so that names can be exchanged. */
static void part(struct provision_plan *plan, struct provision_item *item)
{
	struct provision_item *old = &plan->items[plan->count];
	char name[NAME_LENGTH + 1];

	names_of(item->container, name);
	if (item->action != PROVISION_RECREATE || strcmp(name, item->name) == 0)
		return;
	plan->count++;
	old->action = PROVISION_REMOVE;
	old->heir = item->file.path;
	memcpy(old->name, name, sizeof name);
	memcpy(old->container, item->container, sizeof old->container);
	*item->container = *item->why = '\0';
	item->action = PROVISION_CREATE;
}

static void settle(struct provision_plan *plan, struct provision_item *item)
{
	struct record container autorecord = { 0 };
	char holder[ID_LENGTH + 1];
	const struct provision_item *other;
	const char *file;

	find_holder(item->name, holder, &container);
	if (!*holder || strcmp(holder, item->container) == 0)
		return;
	other = item_of(plan, holder);
	file = record_get(&container, "provisioned");
	if (other && other->action == PROVISION_REMOVE)
		return;
	if (!file) {
		refuse(plan, item, "is that of a container that was made by hand", "");
	} else if (other || access(file, F_OK) == 0 || errno != ENOENT) {
		refuse(plan, item, "is already given by ", file);
	} else {
		memcpy(item->container, holder, sizeof holder);
		item->action = PROVISION_RECREATE;
		snprintf(item->why, sizeof item->why, "%.255s is gone", file);
	}
}

static bool makes(const struct provision_item *item)
{
	return item->action == PROVISION_CREATE || item->action == PROVISION_RECREATE;
}

void provision_names_settle(struct provision_plan *plan)
{
	int files = plan->count;

	for (int i = 0; i < files; i++)
		part(plan, &plan->items[i]);
	for (int i = 0; i < files; i++)
		if (makes(&plan->items[i]))
			settle(plan, &plan->items[i]);
	for (int i = 0; i < files; i++)
		for (int j = 0; j < i && makes(&plan->items[i]); j++)
			if (makes(&plan->items[j]) && strcmp(plan->items[i].name, plan->items[j].name) == 0)
				refuse(plan, &plan->items[i], "is already given by ", plan->items[j].file.path);
}
