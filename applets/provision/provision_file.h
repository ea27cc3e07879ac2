/* A provisioning file: the words of one `run`. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"
#include "base/record.h"
#include "base/words.h"

struct provision_file {
	char *path;
	char *text;                   /* which the words point into */
	struct words words;
	int first;                    /* of the words: what stands behind "run" */
	char digest[ID_LENGTH + 1];   /* of the words from there on */
};
void provision_file_free(struct provision_file *file);

/* Read `name`, NAME.run in the directory that is open as `directory` and called `path`. -1 said. */
int provision_file_read(struct provision_file *file, int directory, const char *path, const char *name);

/* Say what is wrong, with the line of the word that it is about: number `word` of those behind "run",
 * or, for -1, one that `text` quotes. Returns -1. */
int provision_file_refuse(const struct provision_file *file, const char *text, int word);

/* The digest of a file that the words name; -1 said. */
int provision_file_digest(const char *path, char digest[ID_LENGTH + 1]);
