/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "show/age.h"
#include "show/container_size.h"
#include "show/link_names.h"
#include "show/port_list.h"
#include "show/quote.h"
#include "show/row.h"
#include "show/size.h"
#include "store/container_record.h"
#include "store/image/images.h"
#include "store/leases.h"
#include "store/status.h"

enum { COMMAND_WIDTH = 20 };

void row_free(struct row *row)
{
	record_free(&row->container);
	record_free(&row->status);
}

/* 1 if what failed has only gone. */
static int tell(int result, bool silent)
{
	char text[FAILURE_LENGTH];

	fail_silently(silent);
	if (result < 0 && errno == ENOENT)
		return 1;
	snprintf(text, sizeof text, "%s", fail_text());
	return result < 0 ? fail("%s", text) : 0;
}

int row_load(struct row *row, const char *id)
{
	bool silent = fail_silently(true);
	int result = container_record_load(&row->container, id);

	if (result == 0)
		result = status_load(&row->status, &row->container);
	return tell(result, silent);
}

int row_take(struct row *row, struct record *container)
{
	bool silent = fail_silently(true);

	row->container = *container;
	*container = (struct record){ 0 };
	return tell(status_load(&row->status, &row->container), silent);
}

int row_load_name(struct row *row)
{
	autorecord struct record lease = { 0 };
	bool silent = fail_silently(true);
	int result = lease_load(&lease, record_get(&row->container, "lease"));
	const char *name = result == 0 ? record_get(&lease, "name") : NULL;

	snprintf(row->name, sizeof row->name, "%s", name ? name : "");
	return tell(result, silent);
}

const char *row_id(const struct row *row)
{
	return record_get(&row->container, "id");
}

const char *row_state(const struct row *row)
{
	return record_get(&row->status, "state");
}

const char *row_created(const struct row *row)
{
	const char *created = record_get(&row->container, "created");

	return created ? created : "";
}

bool row_is_running(const struct row *row)
{
	return strcmp(row_state(row), "running") == 0 || strcmp(row_state(row), "paused") == 0;
}

bool row_is_up(const struct row *row)
{
	return row_is_running(row) || strcmp(row_state(row), "restarting") == 0;
}

void row_write_id(FILE *out, const struct row *row, bool whole)
{
	fprintf(out, "%.*s", whole ? ID_LENGTH : ID_SHORT, row_id(row));
}

/* True if the reference still means this image. Many containers have the same: the last answer is kept. */
static bool means(const char *typed, const char *id)
{
	static char last[REFERENCE_LENGTH + 1], found[ID_LENGTH + 1];

	if (strcmp(last, typed) != 0) {
		snprintf(last, sizeof last, "%s", typed);
		if (images_find(typed, found) < 0)
			*found = '\0';
	}
	return strcmp(found, id) == 0;
}

void row_write_image(FILE *out, const struct row *row, bool whole)
{
	const char *typed = record_get(&row->container, "image");
	const char *id = record_get(&row->container, "image_id");

	if (typed && (!id || means(typed, id)))
		fputs(typed, out);
	else if (whole && id)
		fprintf(out, "sha256:%s", id);
	else
		fprintf(out, "%.*s", ID_SHORT, id ? id : "<no image>");
}

/* The process's words, joined; those with a space are set off, as Docker does. */
static void write_words(FILE *out, const struct record *container)
{
	static const char *const keys[] = { "entrypoint", "command" };
	int count = 0;

	for (int i = 0; i < 2; i++)
		for (const char *word = NULL; (word = record_next(container, keys[i], word)); count++)
			fprintf(out, count && strchr(word, ' ') ? "%s'%s'" : "%s%s", count ? " " : "", word);
}

void row_write_command(FILE *out, const struct row *row, bool whole)
{
	autofree char *words = NULL, *cut = NULL;
	size_t length;
	FILE *text = open_memstream(&words, &length);

	if (!text)
		return;
	write_words(text, &row->container);
	fclose(text);
	if (whole || !(text = open_memstream(&cut, &length))) {
		quote_write(out, words, false);
		return;
	}
	quote_cut(text, words, COMMAND_WIDTH);
	fclose(text);
	quote_write(out, cut, false);
}

void row_write_created(FILE *out, const struct row *row)
{
	char age[AGE_LENGTH];

	fprintf(out, "%s ago", age_of(age_since(record_get(&row->container, "created")), age));
}

static void write_ended(FILE *out, const struct row *row, const char *how)
{
	char age[AGE_LENGTH];

	fprintf(out, "%s (%lld)", how, record_number(&row->status, "exit", 0));
	if (record_get(&row->status, "finished"))
		fprintf(out, " %s ago", age_of(status_age(&row->status, "finished"), age));
}

static void write_up(FILE *out, const struct row *row)
{
	const char *health = status_health(&row->status);
	char age[AGE_LENGTH];

	fprintf(out, "Up %s", age_of(status_age(&row->status, "started"), age));
	if (strcmp(row_state(row), "paused") == 0)
		fputs(" (Paused)", out);
	else if (health)
		fprintf(out, strcmp(health, "starting") == 0 ? " (health: %s)" : " (%s)", health);
}

void row_write_status(FILE *out, const struct row *row)
{
	const char *state = row_state(row);

	if (row_is_running(row))
		write_up(out, row);
	else if (strcmp(state, "restarting") == 0)
		write_ended(out, row, "Restarting");
	else if (strcmp(state, "exited") == 0)
		write_ended(out, row, "Exited");
	else
		fputs("Created", out);
}

void row_write_size(FILE *out, const struct row *row)
{
	struct container_size size = container_size_of(&row->container);
	char written[SIZE_LENGTH], whole[SIZE_LENGTH];

	fprintf(out, "%s (virtual %s)", size_of(size.written, written), size_of(size.whole, whole));
}

int row_write_ports(FILE *out, const struct row *row)
{
	return row_is_running(row) ? port_list_write(out, &row->container, &row->status) : 0;
}

int row_write_names(FILE *out, const struct row *row, const char *separator)
{
	return link_names_write(out, row->name, record_get(&row->container, "lease"), separator);
}
