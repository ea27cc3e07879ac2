/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "life/network/company.h"
#include "life/network/link.h"
#include "store/container_record.h"
#include "store/leases.h"
#include "store/names.h"

struct gathering {
	struct company *company;
	bool (*belongs)(const struct record *container);
	int count;
};

static int gather_one(const char *id, void *context)
{
	struct gathering *gathering = context;
	struct record container autorecord = { 0 };
	char name[NAME_LENGTH + 1];

	/* One that is damaged is no reason to leave the others. */
	if (container_record_load(&container, id) < 0) {
		gathering->company->incomplete = gathering->company->incomplete || errno != ENOENT;
		return 0;
	}
	if (!gathering->belongs(&container))
		return 0;
	gathering->count++;
	return record_add(&gathering->company->members, "id", id) < 0
	       || record_add(&gathering->company->members, "name", names_of(id, name)) < 0 ? fail("list the containers: %m") : 0;
}

struct needs {
	const char **ids;
	int count;               /* of ids */
	struct record pairs;     /* need=<who> <whom> */
	int many;                /* of these */
};

static int add_need(struct needs *needs, int who, const char *id)
{
	int whom = 0;

	while (id && whom < needs->count && strcmp(needs->ids[whom], id) != 0)
		whom++;
	if (!id || whom == needs->count)
		return 0;
	needs->many++;
	return record_addf(&needs->pairs, "need", "%d %d", who, whom);
}

static int add_needs(struct needs *needs, int who)
{
	static const char *const shared[] = { "network", "ipc", "pid" };
	struct record container autorecord = { 0 };
	int result = 0;
	struct link link;

	if (container_record_load(&container, needs->ids[who]) < 0)
		return 0;
	for (const char *line = NULL; (line = record_next(&container, "link", line));) {
		struct record lease autorecord = { 0 };

		if (link_read(line, &link) == 0 && lease_load(&lease, link.lease) == 0)
			result |= add_need(needs, who, record_get(&lease, "container"));
	}
	for (int i = 0; i < 3; i++) {
		const char *mode = record_get(&container, shared[i]);

		result |= add_need(needs, who, mode ? text_after(mode, "container:") : NULL);
	}
	return result;
}

static int put_in_order(struct company *company, int count, bool backwards)
{
	struct needs needs = { .ids = company->ids, .count = count };
	int result = 0, who, whom;

	for (int i = 0; i < count && result == 0; i++)
		result = add_needs(&needs, i);
	if (result == 0)
		result = boot_order_begin(&company->order, count, needs.many);
	for (const char *line = NULL; result == 0 && (line = record_next(&needs.pairs, "need", line));)
		if (sscanf(line, "%d %d", &who, &whom) == 2)
			boot_order_bind(&company->order, backwards ? whom : who, backwards ? who : whom);
	record_free(&needs.pairs);
	return result;
}

int company_gather(struct company *company, bool (*belongs)(const struct record *container), bool backwards)
{
	struct gathering gathering = { company, belongs, 0 };
	const char *id = NULL, *name = NULL;

	*company = (struct company){ 0 };
	if (container_record_each(gather_one, &gathering) < 0)
		return -1;
	company->ids = calloc((size_t)gathering.count + 1, sizeof *company->ids);
	company->names = calloc((size_t)gathering.count + 1, sizeof *company->names);
	if (!company->ids || !company->names)
		return fail("list the containers: %m");
	for (int i = 0; i < gathering.count; i++) {
		company->ids[i] = id = record_next(&company->members, "id", id);
		company->names[i] = name = record_next(&company->members, "name", name);
	}
	return put_in_order(company, gathering.count, backwards) < 0 ? fail("put the containers in order: %m") : 0;
}

void company_end(struct company *company)
{
	boot_order_end(&company->order);
	auto_free(&company->ids);
	auto_free(&company->names);
	record_free(&company->members);
}
