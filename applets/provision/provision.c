/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "life/container.h"
#include "life/start.h"
#include "life/stop.h"
#include "provision/provision.h"
#include "provision/provision_child.h"
#include "provision/provision_images.h"
#include "provision/provision_plan.h"
#include "store/configuration.h"
#include "store/container_record.h"
#include "store/image/heirloom.h"
#include "store/store.h"

static void say(const char *what, const struct provision_item *item)
{
	printf("%s %s%s%s\n", what, item->name, *item->why ? ": " : "", item->why);
	fflush(stdout);
}

static int start(const char *id)
{
	autoclose int control = -1;
	int code;

	return start_container(id, 0, &control, &code) < 0 ? -1 : 0;
}

/* Its volumes without a name are for the one that the file makes under another name. */
static int leave_volumes(const struct provision_item *item)
{
	struct record container autorecord = { 0 }, heirloom autorecord = { 0 };

	if (!item->heir)
		return 0;
	if (container_record_load(&container, item->container) < 0 || heirloom_find(&heirloom, &container) < 0)
		return -1;
	return heirloom.length ? heirloom_save(&heirloom, item->heir) : 0;
}

static int take_away(const struct provision_item *item)
{
	const char *id = item->container;

	return leave_volumes(item) < 0 || stop_container(id, STOP_TIMEOUT, STOP_FOR_NOW) < 0
	       || container_remove(id, true, false) < 0 ? -1 : 0;
}

static int carry_out(const struct provision_item *item, const struct provision *how)
{
	switch (item->action) {
	case PROVISION_REMOVE:
		say("remove", item);
		return how->dry_run ? 0 : take_away(item);
	case PROVISION_CREATE:
		say("create", item);
		return how->dry_run ? 0 : provision_child_make(&item->file, "", !how->at_boot);
	case PROVISION_RECREATE:
		say("recreate", item);
		return how->dry_run ? 0 : provision_child_make(&item->file, item->container, !how->at_boot);
	case PROVISION_START:
		/* What cut it off may have done so before that. */
		if (!how->dry_run)
			heirloom_delete(item->file.path);
		if (how->at_boot)
			return 0;
		say("start", item);
		return how->dry_run ? 0 : start(item->container);
	case PROVISION_KEEP:
		if (how->verbose)
			say("keep", item);
		return 0;
	case PROVISION_REFUSED:
		break;
	}
	return 0;
}

/* What should be mounted there may be missing today: data would go with the containers. */
static int check_emptiness(const struct provision_plan *plan, const struct provision *how)
{
	if (!how->at_boot || !plan->count || plan->items[0].file.path)
		return 0;
	return fail("%s holds no files: what they made stays until \"apply\" removes it", plan->directory);
}

static int apply(const char *directory, const struct provision *how)
{
	bool images_come;
	int images = provision_images_load(directory, how, &images_come), result;
	struct provision_plan plan;
	struct provision_item *item;

	result = provision_plan_make(&plan, directory, how->dry_run && images_come);
	if (result == 0)
		result = check_emptiness(&plan, how);
	while (result == 0 && (item = provision_plan_next(&plan)))
		if (carry_out(item, how) < 0)
			plan.failed = true;   /* already said; do the others */
	if (plan.failed || images < 0)
		result = -1;
	provision_plan_free(&plan);
	return result;
}

/* As it is called in records: whole, but with the links in it that the user sees. */
static char *whole_path(const char *path)
{
	autofree char *here = *path == '/' ? NULL : getcwd(NULL, 0);
	char *whole;

	if ((*path != '/' && !here) || asprintf(&whole, "%s/%s", here ? here : "", path) < 0)
		return NULL;
	text_clean_path(whole);
	return whole;
}

int provision_apply(const struct provision *how)
{
	const char *given = how->directory ? how->directory : configuration_provision();
	autofree char *directory = whole_path(given);
	autoclose int lock = -1;

	if (!directory)
		return fail("open %s: %m", given);
	if (access(directory, F_OK) < 0 && errno == ENOENT && how->at_boot)
		return 0;
	if (access(directory, F_OK) < 0)
		return fail("open %s: %m", given);
	lock = store_lock("provision.lock");
	return lock < 0 ? -1 : apply(directory, how);
}
