/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/auto.h"
#include "show/template/go_kind.h"
#include "show/template/go_value.h"
#include "show/template/template_functions.h"
#include "show/template/template_index.h"

static int read_index(struct call *call, const struct cJSON *index, int most, int *number)
{
	if (kind_of(index) == KIND_NONE)
		return call_fail(call, "cannot index slice/array with nil");
	if (kind_of(index) != KIND_INT)
		return call_fail(call, "cannot index slice/array with type %s", kind_type(index, false));
	if (index->valuedouble < 0 || index->valuedouble > most)
		return call_fail(call, "index out of range: %.0f", index->valuedouble);
	*number = (int)index->valuedouble;
	return 0;
}

/* The value of a key that a map hasn't: the zero of what its other values are. */
static const struct cJSON *zero_of(struct call *call, const struct cJSON *map)
{
	if (go_has(map, GO_DYNAMIC))
		return NULL;
	switch (kind_of(map->child)) {
	case KIND_POINTER:
		return state_nil_pointer(call->state);
	case KIND_STRUCT:
		return map->child;   /* of struct {}, all values are the same */
	default:
		return state_text(call->state, "");
	}
}

static int get_from_map(struct call *call, const struct cJSON *map, const struct cJSON *key,
                        const struct cJSON **value)
{
	if (kind_of(key) == KIND_NONE)
		return call_fail(call, "value is nil; should be of type string");
	if (kind_of(key) != KIND_STRING || go_has(key, GO_NUMBER) || go_has(map, GO_KEYED))
		return call_fail(call, "value has type %s; should be %s", kind_type(key, false),
		                 go_has(map, GO_KEYED) ? "nat.Port" : "string");
	*value = cJSON_GetObjectItemCaseSensitive(map, key->valuestring);
	if (!*value)
		*value = zero_of(call, map);
	return 0;
}

static int get_one(struct call *call, const struct cJSON *item, const struct cJSON *index,
                   const struct cJSON **value)
{
	enum go_kind kind = kind_behind(item);
	int number = 0;

	if (kind == KIND_NONE || kind == KIND_POINTER)
		return call_fail(call, "index of nil pointer");
	if (kind == KIND_MAP)
		return get_from_map(call, item, index, value);
	if (kind != KIND_SLICE && kind != KIND_STRING)
		return call_fail(call, "can't index item of type %s", kind_type(item, false));
	if (read_index(call, index, kind_length(item), &number) < 0)
		return -1;
	if (number == kind_length(item))
		return call_fail(call, "reflect: %s index out of range",
		                 kind == KIND_SLICE ? "slice" : "string");
	*value = kind == KIND_SLICE ? cJSON_GetArrayItem(item, number)
		: state_number(call->state, (unsigned char)item->valuestring[number], false);
	return 0;
}

int index_get(struct call *call)
{
	call->result = call->values[0];
	if (kind_of(call->result) == KIND_NONE)
		return call_fail(call, "index of untyped nil");
	for (int i = 1; i < call->count; i++)
		if (get_one(call, call->result, call->values[i], &call->result) < 0)
			return -1;
	return 0;
}

static int slice_text(struct call *call, const char *text, int from, int to)
{
	autofree char *part = strndup(text + from, (size_t)(to - from));

	if (!part)
		return call_fail(call, "out of memory");
	call->result = state_text(call->state, part);
	return 0;
}

static int slice_list(struct call *call, const struct cJSON *item, int from, int to)
{
	struct cJSON *list = go_mark(state_list(call->state), item->type & GO_DYNAMIC);

	for (int i = from; i < to; i++)
		cJSON_AddItemToArray(list, cJSON_Duplicate(cJSON_GetArrayItem(item, i), true));
	call->result = list;
	return 0;
}

int index_slice(struct call *call)
{
	const struct cJSON *item = call->values[0];
	enum go_kind kind = kind_of(item);
	int length = kind_length(item), bounds[3] = { 0, length, length };

	if (kind == KIND_NONE)
		return call_fail(call, "slice of untyped nil");
	if (call->count > 4)
		return call_fail(call, "too many slice indexes: %d", call->count - 1);
	if (kind != KIND_SLICE && kind != KIND_STRING)
		return call_fail(call, "can't slice item of type %s", kind_type(item, false));
	if (kind == KIND_STRING && call->count == 4)
		return call_fail(call, "cannot 3-index slice a string");
	for (int i = 1; i < call->count; i++)
		if (read_index(call, call->values[i], length, &bounds[i - 1]) < 0)
			return -1;
	for (int i = 0; i < (call->count == 4 ? 2 : 1); i++)
		if (bounds[i] > bounds[i + 1])
			return call_fail(call, "invalid slice index: %d > %d", bounds[i], bounds[i + 1]);
	return kind == KIND_STRING ? slice_text(call, item->valuestring, bounds[0], bounds[1])
		: slice_list(call, item, bounds[0], bounds[1]);
}

int index_length(struct call *call)
{
	const struct cJSON *item = call->values[0];
	int length = kind_length(item);

	if (kind_behind(item) == KIND_POINTER || (item && kind_behind(item) == KIND_NONE))
		return call_fail(call, "len of nil pointer");
	if (!item)
		return call_fail(call, "reflect: call of reflect.Value.Type on zero Value");
	if (length < 0)
		return call_fail(call, "len of type %s", kind_type(item, false));
	call->result = state_number(call->state, length, false);
	return 0;
}
