/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "store/seccomp_argument.h"

/* JSON's numbers are exact up to here. */
static const double EXACT_MOST = 9007199254740992.0;

static int read_number(const cJSON *argument, const char *key, uint64_t *number)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(argument, key);

	*number = 0;
	if (!item || cJSON_IsNull(item))
		return 0;
	if (!cJSON_IsNumber(item) || item->valuedouble < 0 || item->valuedouble > EXACT_MOST)
		return fail("Decoding seccomp profile failed: %s of an argument is not a number from 0 to 2^53", key);
	*number = (uint64_t)item->valuedouble;
	return 0;
}

/* An empty range (first > last) is what "below 0" is. */
static int apply(struct call_condition *condition, const char *op, uint64_t value, uint64_t other)
{
	condition->mask = UINT64_MAX;
	condition->first = 0;
	condition->last = UINT64_MAX;
	condition->outside = strcmp(op, "SCMP_CMP_NE") == 0;
	if (strcmp(op, "SCMP_CMP_EQ") == 0 || condition->outside) {
		condition->first = condition->last = value;
	} else if (strcmp(op, "SCMP_CMP_MASKED_EQ") == 0) {
		condition->mask = value;
		condition->first = condition->last = other;
	} else if (strcmp(op, "SCMP_CMP_GE") == 0) {
		condition->first = value;
	} else if (strcmp(op, "SCMP_CMP_GT") == 0) {
		condition->first = value + 1;
	} else if (strcmp(op, "SCMP_CMP_LE") == 0) {
		condition->last = value;
	} else if (strcmp(op, "SCMP_CMP_LT") == 0) {
		condition->first = value == 0;
		condition->last = value == 0 ? 0 : value - 1;
	} else {
		return fail("Decoding seccomp profile failed: %s is not an operator", op);
	}
	return 0;
}

static int read_one(const cJSON *argument, struct call_condition *condition)
{
	const char *op = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(argument, "op"));
	uint64_t index, value, other;

	if (read_number(argument, "index", &index) < 0 || read_number(argument, "value", &value) < 0
	    || read_number(argument, "valueTwo", &other) < 0)
		return -1;
	if (index >= CALL_ARGUMENTS)
		return fail("Decoding seccomp profile failed: a system call has no argument %llu",
			    (unsigned long long)index);
	condition->argument = (unsigned)index;
	return apply(condition, op ? op : "nothing", value, other);
}

int seccomp_argument_read_all(struct call_rule *rule, const struct cJSON *list, bool *apart)
{
	unsigned seen = 0;
	bool outside = false;
	const cJSON *item;

	rule->count = 0;
	*apart = false;
	cJSON_ArrayForEach(item, list) {
		struct call_condition *condition = &rule->conditions[rule->count];

		if (rule->count == CALL_ARGUMENTS)
			return fail("Decoding seccomp profile failed: an entry has more than %d arguments",
				    CALL_ARGUMENTS);
		if (read_one(item, condition) < 0)
			return -1;
		*apart = *apart || seen >> condition->argument & 1;
		outside = outside || condition->outside;
		seen |= 1U << condition->argument;
		rule->count++;
	}
	/* "Not 38" or "not 40" is true of everything: whoever wrote it meant something else. */
	if (*apart && outside)
		return fail("Decoding seccomp profile failed: SCMP_CMP_NE beside another condition on the same "
			    "argument would allow every value; give ranges");
	return 0;
}
