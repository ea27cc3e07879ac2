/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/fail.h"
#include "store/mount_line.h"

static const struct { const char *word; size_t place; } words[] = {
	{ "ro", offsetof(struct mount_line, read_only) }, { "nocopy", offsetof(struct mount_line, no_copy) },
	{ "alone", offsetof(struct mount_line, alone) },  { "exists", offsetof(struct mount_line, exists) },
};
enum { WORDS = sizeof words / sizeof words[0], HOW_LENGTH = 64 };

static void read_how(struct mount_line *mount, const char *how, size_t length)
{
	while (length) {
		size_t word = strcspn(how, ",\t");

		for (int i = 0; i < WORDS; i++)
			if (strlen(words[i].word) == word && strncmp(how, words[i].word, word) == 0)
				*((bool *)((char *)mount + words[i].place)) = true;
		word += word < length;
		how += word;
		length -= word;
	}
}

int mount_line_read(struct mount_line *mount, const char *line)
{
	const char *source = strchr(line, '\t'), *target = source ? strchr(source + 1, '\t') : NULL;
	const char *mode = target ? strchr(target + 1, '\t') : NULL;

	if (!mode) {
		fail("mount the volume %s: the record is damaged", line);
		return -1;
	}
	*mount = (struct mount_line){
		.source = source + 1, .source_length = (int)(target - source) - 1,
		.target = target + 1, .target_length = (int)(mode - target) - 1, .mode = mode + 1,
	};
	read_how(mount, line, (size_t)(source - line));
	return 0;
}

int mount_line_add(struct record *container, const char *key, const struct mount_line *mount)
{
	char how[HOW_LENGTH] = "";

	if (strpbrk(mount->source, "\t\n") || strpbrk(mount->target, "\t\n"))
		return fail("mount %s at %s: a tab or newline is in the name", mount->source, mount->target);
	for (int i = 0; i < WORDS; i++)
		if (*((const bool *)((const char *)mount + words[i].place)))
			strcat(strcat(how, *how ? "," : ""), words[i].word);
	return record_addf(container, key, "%s\t%s\t%s\t%s", *how ? how : "rw", mount->source, mount->target,
			   mount->mode) < 0 ? fail("mount %s: %m", mount->target) : 0;
}

const char *mount_line_at(const struct record *container, const char *key, const char *target, int length)
{
	struct mount_line mount;

	for (const char *line = NULL; (line = record_next(container, key, line));)
		if (mount_line_read(&mount, line) == 0 && mount.target_length == length
		    && strncmp(mount.target, target, (size_t)length) == 0)
			return line;
	return NULL;
}
