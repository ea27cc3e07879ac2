/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/duration.h"
#include "base/fail.h"
#include "base/text.h"
#include "store/healthcheck.h"
#include "store/image/image_health.h"
#include "store/image/image_word.h"

int image_health_read(struct record *image, const struct cJSON *config)
{
	const cJSON *check = cJSON_GetObjectItemCaseSensitive(config, "Healthcheck"), *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(check, "Test")) {
		if (cJSON_IsString(item) && record_add(image, "health_test", item->valuestring) < 0)
			return -1;
	}
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++) {
		const struct healthcheck_number *number = &healthcheck_numbers[i];
		double value = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(check, number->name));

		/* Not what is no number, either. */
		if (value >= 1 && value < (double)INT64_MAX
		    && record_addf(image, number->key, "%lld", (long long)value) < 0)
			return -1;
	}
	return 0;
}

void image_health_write(struct cJSON *config, const struct record *image)
{
	cJSON *check, *test;

	if (!healthcheck_is_named(image))
		return;
	check = cJSON_AddObjectToObject(config, "Healthcheck");
	test = record_get(image, "health_test") ? cJSON_AddArrayToObject(check, "Test") : NULL;
	for (const char *word = NULL; (word = record_next(image, "health_test", word));)
		cJSON_AddItemToArray(test, cJSON_CreateString(word));
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++) {
		const char *number = record_get(image, healthcheck_numbers[i].key);

		/* As it is written: a double has not as many digits. */
		if (number)
			cJSON_AddRawToObject(check, healthcheck_numbers[i].name, number);
	}
}

static int find_flag(const char *name, size_t length)
{
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++) {
		const char *flag = text_after(healthcheck_numbers[i].option, "health-");

		if (strlen(flag) == length && strncmp(flag, name, length) == 0)
			return i;
	}
	return -1;
}

/* Take "--interval=1s …" from the beginning of the text. */
static int take_flags(char **rest, const char *values[HEALTHCHECK_NUMBERS])
{
	while (text_starts(*rest, "--")) {
		char *word = image_word_cut(rest) + strlen("--");
		size_t length = strcspn(word, "=");
		int flag;

		*rest += strspn(*rest, IMAGE_WORD_SPACE);
		if (!*word)
			return 0;
		flag = find_flag(word, length);
		if (flag < 0)
			return fail("Unknown flag: %.*s", (int)length, word);
		if (values[flag])
			return fail("Duplicate flag specified: %.*s", (int)length, word);
		if (!word[length])
			return fail("Missing a value on flag: %s", word);
		values[flag] = word + length + 1;
	}
	return 0;
}

static int set_number(struct record *image, const struct healthcheck_number *number, const char *text)
{
	int64_t value;
	char *end;

	if (strcmp(number->name, "Retries") == 0) {
		errno = 0;
		value = strtol(text, &end, 10);
		if (!*text || *end || errno || value > INT32_MAX)
			return fail("strconv.ParseInt: parsing \"%s\": %s", text,
				    !*text || *end ? "invalid syntax" : "value out of range");
		if (value < 1)
			return fail("--retries must be at least 1 (not %lld)", (long long)value);
	} else {
		if (duration_parse_signed(text, &value) < 0)
			return fail("%s", duration_fault(text));
		if (value < HEALTHCHECK_SHORTEST)
			return fail("Interval \"%s\" cannot be less than 1ms", text_after(number->option, "health-"));
	}
	return record_addf(image, number->key, "%lld", (long long)value) < 0 ? fail("change the image: %m") : 0;
}

static int set_command(struct record *image, const char *command)
{
	autorecord struct record words = { 0 };
	int added = image_word_array(&words, "health_test", command);

	if (added < 0)
		return -1;
	if (!added && *command && record_add(&words, "health_test", command) < 0)
		return fail("change the image: %m");
	if (!record_get(&words, "health_test"))
		return fail("Missing command after HEALTHCHECK CMD");
	return record_add(image, "health_test", added ? "CMD" : "CMD-SHELL") < 0
	       || record_copy(image, &words, NULL) < 0 ? fail("change the image: %m") : 0;
}

int image_health_change(struct record *image, char *text)
{
	const char *values[HEALTHCHECK_NUMBERS] = { NULL };
	char *kind;

	if (take_flags(&text, values) < 0)
		return -1;
	kind = image_word_cut(&text);
	if (!kind)
		return fail("HEALTHCHECK requires at least one argument");
	text += strspn(text, IMAGE_WORD_SPACE);
	record_drop(image, "health_test");
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++)
		record_drop(image, healthcheck_numbers[i].key);
	if (strcasecmp(kind, "NONE") == 0) {
		if (*text)
			return fail("HEALTHCHECK NONE takes no arguments");
		return record_add(image, "health_test", "NONE") < 0 ? fail("change the image: %m") : 0;
	}
	if (strcasecmp(kind, "CMD") != 0) {
		for (char *letter = kind; *letter; letter++)
			*letter = (char)toupper((unsigned char)*letter);
		return fail("Unknown type \"%s\" in HEALTHCHECK (try CMD)", kind);
	}
	if (set_command(image, text) < 0)
		return -1;
	for (int i = 0; i < HEALTHCHECK_NUMBERS; i++)
		if (values[i] && set_number(image, &healthcheck_numbers[i], values[i]) < 0)
			return -1;
	return 0;
}
