/* SPDX-License-Identifier: MIT */
#include "base/record.h"
#include "show/go_value.h"
#include "show/view_health.h"
#include "store/healthcheck.h"

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
