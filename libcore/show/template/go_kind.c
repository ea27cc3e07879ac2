/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cjson/cJSON.h>

#include "show/template/go_kind.h"
#include "show/template/go_value.h"

enum go_kind kind_behind(const struct cJSON *value)
{
	if (!value)
		return KIND_NONE;
	switch (value->type & 0xff) {
	case cJSON_False:
	case cJSON_True:
		return KIND_BOOL;
	case cJSON_Number:
		return go_has(value, GO_FLOAT) ? KIND_FLOAT : KIND_INT;
	case cJSON_String:
		return KIND_STRING;
	case cJSON_Array:
		return KIND_SLICE;
	case cJSON_Object:
		return go_has(value, GO_STRUCT) ? KIND_STRUCT : KIND_MAP;
	default:
		return go_has(value, GO_POINTER) ? KIND_POINTER : go_has(value, GO_SLICE) ? KIND_SLICE
			: go_has(value, GO_MAP) ? KIND_MAP : KIND_NONE;
	}
}

enum go_kind kind_of(const struct cJSON *value)
{
	return go_has(value, GO_POINTER) ? KIND_POINTER : kind_behind(value);
}

int kind_length(const struct cJSON *value)
{
	switch (kind_behind(value)) {
	case KIND_STRING:
		return (int)strlen(value->valuestring);
	case KIND_SLICE:
	case KIND_MAP:
		return cJSON_GetArraySize(value);
	default:
		return -1;
	}
}

bool kind_is_true(const struct cJSON *value)
{
	switch (kind_of(value)) {
	case KIND_NONE:
		return false;
	case KIND_BOOL:
		return cJSON_IsTrue(value);
	case KIND_INT:
	case KIND_FLOAT:
		return value->valuedouble != 0;
	case KIND_STRUCT:
		return true;
	case KIND_POINTER:
		return !cJSON_IsNull(value);
	default:
		return kind_length(value) > 0;
	}
}

const char *kind_type(const struct cJSON *value, bool held)
{
	bool dynamic = go_has(value, GO_DYNAMIC);

	if (held && go_has(value, GO_HELD))
		return "interface {}";
	if (go_has(value, GO_METHODS))
		return value->valuestring;
	switch (kind_behind(value)) {
	case KIND_BOOL:
		return "bool";
	case KIND_INT:
		return go_has(value, GO_DURATION) ? "time.Duration" : "int";
	case KIND_FLOAT:
		return "float64";
	case KIND_STRING:
		return go_has(value, GO_NUMBER) ? "json.Number" : "string";
	case KIND_SLICE:
		return dynamic ? "[]interface {}" : "[]string";
	case KIND_MAP:
		return dynamic ? "map[string]interface {}" : "map[string]string";
	case KIND_STRUCT:
		return value->valuestring ? value->valuestring : "struct";
	case KIND_POINTER:
		return "pointer";
	default:
		return "<nil>";
	}
}
