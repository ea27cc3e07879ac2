/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "store/log/log_tag.h"

enum { DOCKERS_SHORT = 12 };   /* characters of an id, "sha256:" included */

struct tag {
	char *text;
	size_t used;
};

static void add(struct tag *tag, const char *text, size_t length)
{
	for (; length && *text && tag->used < LOG_TAG - 1; text++, length--)
		tag->text[tag->used++] = (unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text;
}

static void add_words(struct tag *tag, const struct record *container)
{
	static const char *const keys[] = { "entrypoint", "command" };
	size_t before = tag->used;

	for (int i = 0; i < 2; i++)
		for (const char *word = NULL; (word = record_next(container, keys[i], word));) {
			if (tag->used > before)
				add(tag, " ", 1);
			add(tag, word, SIZE_MAX);
		}
}

static void add_image(struct tag *tag, const struct record *container, size_t length)
{
	char image[ID_LENGTH + 8];

	snprintf(image, sizeof image, "sha256:%s", record_get(container, "image_id"));
	add(tag, image, length);
}

/* -1: there is no such field. */
static int add_field(struct tag *tag, const char *field, const struct record *container, const char *name)
{
	static const char *const fields[] = { "ID", "FullID", "Name", "ImageName", "ImageID", "ImageFullID",
					      "DaemonName", "Command" };
	enum { ID, FULL_ID, NAME, IMAGE_NAME, IMAGE_ID, IMAGE_FULL_ID, DAEMON_NAME, COMMAND, COUNT };
	int i = 0;

	while (i < COUNT && strcmp(fields[i], field) != 0)
		i++;
	if (i == COUNT || !container)
		return i == COUNT ? -1 : 0;
	if (i == ID || i == FULL_ID)
		add(tag, record_get(container, "id"), i == ID ? DOCKERS_SHORT : ID_LENGTH);
	else if (i == NAME)
		add(tag, name, SIZE_MAX);
	else if (i == IMAGE_NAME)
		add(tag, record_get(container, "image"), SIZE_MAX);
	else if (i == IMAGE_ID || i == IMAGE_FULL_ID)
		add_image(tag, container, i == IMAGE_ID ? DOCKERS_SHORT : SIZE_MAX);
	else if (i == DAEMON_NAME)
		add(tag, "docker", SIZE_MAX);
	else
		add_words(tag, container);
	return 0;
}

int log_tag_write(char tag[LOG_TAG], const char *format, const struct record *container, const char *name)
{
	static const char failed[] = "failed to initialize logging driver: template: log-tag:1";
	struct tag written = { .text = tag };
	const char *at = format, *open;

	for (; (open = strstr(at, "{{")); at = strstr(open, "}}") + 2) {
		const char *from = open + 2 + strspn(open + 2, " ");
		size_t length = strspn(from, ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
		char field[32];

		if (!strstr(open, "}}"))
			return fail("%s: unclosed action", failed);
		add(&written, at, (size_t)(open - at));
		snprintf(field, sizeof field, "%.*s", (int)length, from);
		if (*field != '.' || from + length + strspn(from + length, " ") != strstr(open, "}}"))
			return fail("log opt tag=%s: only fields as {{.ID}} and {{.Name}} are known", format);
		if (add_field(&written, field + 1, container, name) < 0)
			return fail("%s:%d: executing \"log-tag\" at <%s>: can't evaluate field %s in type *logger.Info", failed,
				    (int)(from - format), field, field + 1);
	}
	add(&written, at, SIZE_MAX);
	tag[written.used] = '\0';
	return 0;
}
