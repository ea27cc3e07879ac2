/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "base/record.h"
#include "show/template/go_value.h"
#include "show/quote.h"
#include "show/view/view_health.h"
#include "show/view/view_time.h"
#include "store/log/health_log.h"
#include "store/healthcheck.h"
#include "store/status.h"

void view_add_healthcheck(struct cJSON *config, const struct record *record)
{
	struct cJSON *check;

	if (!healthcheck_is_named(record)) {
		go_zeros(config, "Healthcheck=P?");
		return;
	}
	check = go_struct(config, "Healthcheck", GO_POINTER);
	go_list(check, "Test", record, "health_test", GO_SLICE);
	if (!record_get(record, "health_test"))
		go_mark_last(check, GO_OMITTED);
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++) {
		long long number = record_number(record, healthcheck_numbers[i].key, 0);

		go_number(check, healthcheck_numbers[i].name, number);
		go_mark_last(check, (i < HEALTHCHECK_NUMBERS - 1 ? GO_DURATION : 0) | (number ? 0 : GO_OMITTED));
	}
}

static void add_output(struct cJSON *item, const char *output)
{
	autofree char *mended = NULL;
	size_t length;
	FILE *out = open_memstream(&mended, &length);

	if (out) {
		quote_mend(out, output);
		fclose(out);
	}
	go_text(item, "Output", mended);
}

static void add_result(struct cJSON *list, const char *line)
{
	struct health_result result;
	struct cJSON *item;

	if (health_log_read(&result, line) < 0)
		return;
	item = go_mark(cJSON_CreateObject(), GO_STRUCT | GO_POINTER);
	cJSON_AddItemToArray(list, item);
	view_add_time(item, "Start", result.began);
	view_add_time(item, "End", result.ended);
	go_number(item, "ExitCode", result.exit);
	add_output(item, result.output);
}

void view_add_health(struct cJSON *state, const struct record *container, const struct record *status)
{
	autorecord struct record log = { 0 };
	struct cJSON *health, *results;

	if (!status_health(status)) {
		go_zeros(state, "Health=P?");
		return;
	}
	if (health_log_load(&log, record_get(container, "id")) < 0)
		record_drop(&log, NULL);
	health = go_struct(state, "Health", GO_POINTER);
	go_text(health, "Status", status_health(status));
	go_number(health, "FailingStreak", record_number(&log, "streak", 0));
	results = cJSON_AddArrayToObject(health, "Log");
	for (const char *line = NULL; (line = record_next(&log, "result", line));)
		add_result(results, line);
}
