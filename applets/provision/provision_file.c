/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "provision/provision_file.h"
#include "store/image/digest.h"

void provision_file_free(struct provision_file *file)
{
	words_free(&file->words);
	free(file->text);
	free(file->path);
}

static bool is_run(const struct words *words, int at, const char *program)
{
	return at + 1 < words->count && strcmp(words->all[at], program) == 0
	       && strcmp(words->all[at + 1], "run") == 0;
}

/* Two commands in one file would be one, with strange words at its end. */
static int find_first(struct provision_file *file)
{
	const struct words *words = &file->words;

	file->first = is_run(words, 0, "linkbox") || is_run(words, 0, "docker") ? 2
		      : words->count && strcmp(words->all[0], "run") == 0;
	for (int i = file->first + 1; i < words->count; i++)
		if (words->lines[i] != words->lines[i - 1] && (is_run(words, i, "linkbox") || is_run(words, i, "docker")))
			return fail("%s:%u: a second command: each has a file of its own", file->path, words->lines[i]);
	/* Nor is a file that a power cut has emptied the wish to have nothing. */
	return file->first < words->count ? 0 : fail("%s:1: there is no command in it", file->path);
}

int provision_file_read(struct provision_file *file, int directory, const char *path, const char *name)
{
	struct digest digest;
	const char *problem;
	unsigned line;
	size_t length;

	*file = (struct provision_file){ .first = 0 };
	if (asprintf(&file->path, "%s/%s", path, name) < 0) {
		file->path = NULL;
		return fail("read %s: %m", name);
	}
	if (!file_is_regular(directory, name))
		return fail("%s: it is no file", file->path);
	file->text = file_read(directory, name, PROVISION_SIZE, &length);
	if (!file->text && errno == EFBIG)
		return fail("%s: longer than %d KiB", file->path, PROVISION_SIZE >> 10);
	if (!file->text)
		return fail("read %s: %m", file->path);
	problem = words_read(&file->words, file->text, length, &line);
	if (problem)
		return fail("%s:%u: %s", file->path, line, problem);
	if (find_first(file) < 0)
		return -1;
	digest_begin(&digest);
	for (int i = file->first; i < file->words.count; i++)
		digest_add(&digest, file->words.all[i], strlen(file->words.all[i]) + 1);
	digest_end(&digest, file->digest);
	return 0;
}

/* The longest word that the text has in it, whole or up to its '='. */
static int quoted_word(const struct provision_file *file, const char *text)
{
	size_t most = 1;
	int found = file->first;

	for (int i = file->first; i < file->words.count; i++) {
		const char *word = file->words.all[i];
		size_t length = strstr(text, word) ? strlen(word) : strcspn(word, "=");

		if (length > most && memmem(text, strlen(text), word, length)) {
			most = length;
			found = i;
		}
	}
	return found;
}

int provision_file_refuse(const struct provision_file *file, const char *text, int word)
{
	int at = word < 0 ? quoted_word(file, text) : file->first + word;

	return fail("%s:%u: %s", file->path, file->words.lines[at < file->words.count ? at : file->first], text);
}

int provision_file_digest(const char *path, char digest[ID_LENGTH + 1])
{
	size_t length;
	autofree char *text = file_read(AT_FDCWD, path, RECORD_SIZE, &length);

	if (!text)
		return fail("open %s: %s", path, fail_reason());
	digest_of(text, length, digest);
	return 0;
}
