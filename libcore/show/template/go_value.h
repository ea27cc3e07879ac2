/* Go's values as JSON: what a template must know beyond the JSON stands in marks. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct cJSON;

/* Marks are bits of cJSON's `type`, above those that cJSON uses. Without any, an object is a map,
 * an array a slice, null a nil of no type, a number an integer. */
enum go_mark {
	GO_STRUCT  = 1 << 12,   /* object: a struct; its fields are in order and known by Go's names */
	GO_POINTER = 1 << 13,   /* a pointer to this value; null: the nil pointer */
	GO_MAP     = 1 << 14,   /* null: the nil map */
	GO_SLICE   = 1 << 15,   /* null: the nil slice */
	GO_OMITTED = 1 << 16,   /* only templates see it: omitempty */
	GO_FLOAT   = 1 << 17,   /* number: a float64 */
	GO_NUMBER  = 1 << 18,   /* string: a json.Number */
	GO_DYNAMIC = 1 << 19,   /* read from JSON: what is in it has no static type */
	GO_HELD    = 1 << 20,   /* by a variable, element or key of type interface {} */
	GO_KEYED   = 1 << 21,   /* map: its keys have a type of their own, nat.Port, that no string has */
	GO_METHODS = 1 << 22,   /* struct: its fields are methods; valuestring is its type's name */
	GO_DURATION = 1 << 23,  /* number: a time.Duration */
};

bool go_has(const struct cJSON *value, enum go_mark mark);
struct cJSON *go_mark(struct cJSON *value, int marks);

/* Add to an object; the new value, NULL if there is no memory or the object is NULL. */
struct cJSON *go_struct(struct cJSON *object, const char *name, int marks);
struct cJSON *go_nil(struct cJSON *object, const char *name, int marks);
void go_text(struct cJSON *object, const char *name, const char *text);    /* NULL: "" */
void go_bool(struct cJSON *object, const char *name, bool value);
void go_number(struct cJSON *object, const char *name, long long number);
void go_mark_last(struct cJSON *object, int marks);

/* Several zero values at once, "CpuShares=i StopSignal=s? …": b false, i 0, s "", S nil slice, M nil
 * map, P nil pointer, E empty slice, m empty map; '?': omitted from the JSON. */
void go_zeros(struct cJSON *object, const char *names);

/* Add the values of `key` in a record as a list; `otherwise` (go_nil's marks) if there are none,
 * an empty list if that is 0. */
struct record;
struct cJSON *go_list(struct cJSON *object, const char *name, const struct record *record, const char *key,
                      int otherwise);

/* The field of a struct by Go's name of it, the value of a map by its key; NULL if there is none. */
const struct cJSON *go_field(const struct cJSON *object, const char *name);

/* Sort the keys of a map, as Go shows them. */
void go_sort(struct cJSON *map);

/* Turn a tree into what reading its JSON would give: no structs, nothing omitted. */
void go_forget(struct cJSON *value);
