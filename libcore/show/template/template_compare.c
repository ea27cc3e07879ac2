/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "show/template/go_kind.h"
#include "show/template/go_print.h"
#include "show/template/template_compare.h"
#include "show/template/template_functions.h"

static bool is_basic(enum go_kind kind)
{
	return kind == KIND_BOOL || kind == KIND_INT || kind == KIND_FLOAT || kind == KIND_STRING;
}

static bool is_nil(const struct cJSON *value)
{
	return !value || cJSON_IsNull(value);
}

/* "non-comparable types V: T, T: V", and the like: Go's words, in Go's order. */
static int fail_nil(struct call *call, const struct cJSON *one, const struct cJSON *other, bool both)
{
	autofree char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		return call_fail(call, "out of memory");
	if (both) {
		fputs("non-comparable types ", out);
		go_print_plain(out, one);
		fprintf(out, ": %s, %s: ", kind_type(one, false), kind_type(other, false));
		go_print_plain(out, other);
	} else {
		fputs("non-comparable type ", out);
		go_print_plain(out, other);
		fprintf(out, ": %s", kind_type(other, false));
	}
	fclose(out);
	return call_fail(call, "%s", text);
}

/* What isn't basic can be compared with nil. */
static int compare_nils(struct call *call, const struct cJSON *one, const struct cJSON *other, bool *equal)
{
	enum go_kind left = kind_of(one), right = kind_of(other);

	if (left != right && left != KIND_NONE && right != KIND_NONE)
		return fail_nil(call, one, other, true);
	if (!is_nil(one) && !is_nil(other) && left != KIND_POINTER && left != KIND_STRUCT)
		return fail_nil(call, one, other, false);
	*equal = is_nil(one) || is_nil(other) ? is_nil(one) == is_nil(other) : one == other;
	return 0;
}

static int are_equal(struct call *call, const struct cJSON *one, const struct cJSON *other, bool *equal)
{
	enum go_kind left = kind_of(one), right = kind_of(other);

	*equal = false;
	if ((is_basic(left) || is_basic(right)) && left != right)
		return one && other && left != KIND_NONE && right != KIND_NONE
			? call_fail(call, "incompatible types for comparison") : 0;
	if (!is_basic(left))
		return compare_nils(call, one, other, equal);
	*equal = left == KIND_STRING ? strcmp(one->valuestring, other->valuestring) == 0
		: left == KIND_BOOL ? cJSON_IsTrue(one) == cJSON_IsTrue(other)
		: one->valuedouble == other->valuedouble;
	return 0;
}

static int are_ordered(struct call *call, bool *less)
{
	const struct cJSON *one = call->values[0], *other = call->values[1];
	enum go_kind left = kind_of(one), right = kind_of(other);

	if (!is_basic(left) || !is_basic(right))
		return call_fail(call, "invalid type for comparison");
	if (left != right)
		return call_fail(call, "incompatible types for comparison");
	if (left == KIND_BOOL)
		return call_fail(call, "invalid type for comparison");
	*less = left == KIND_STRING ? strcmp(one->valuestring, other->valuestring) < 0
		: one->valuedouble < other->valuedouble;
	return 0;
}

/* True if the first equals any of the others. */
int compare_equal(struct call *call)
{
	bool equal = false;

	if (call->count < 2)
		return call_fail(call, "missing argument for comparison");
	for (int i = 1; i < call->count && !equal; i++)
		if (are_equal(call, call->values[0], call->values[i], &equal) < 0)
			return -1;
	call->result = state_bool(call->state, equal);
	return 0;
}

int compare_unequal(struct call *call)
{
	bool equal = false;

	if (are_equal(call, call->values[0], call->values[1], &equal) < 0)
		return -1;
	call->result = state_bool(call->state, !equal);
	return 0;
}

int compare_less(struct call *call)
{
	bool less = false;

	if (are_ordered(call, &less) < 0)
		return -1;
	call->result = state_bool(call->state, less);
	return 0;
}

int compare_not_less(struct call *call)
{
	bool less = false;

	if (are_ordered(call, &less) < 0)
		return -1;
	call->result = state_bool(call->state, !less);
	return 0;
}

static int compare_order(struct call *call, bool greater)
{
	bool less = false, equal = false;

	if (are_ordered(call, &less) < 0
	    || (!less && are_equal(call, call->values[0], call->values[1], &equal) < 0))
		return -1;
	call->result = state_bool(call->state, (less || equal) != greater);
	return 0;
}

int compare_not_greater(struct call *call)
{
	return compare_order(call, false);
}

int compare_greater(struct call *call)
{
	return compare_order(call, true);
}
