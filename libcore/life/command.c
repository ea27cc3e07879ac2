/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "life/command.h"
#include "life/environment.h"

enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

static int failed(const char *word)
{
	if (errno == ENOENT && !strchr(word, '/')) {
		fail("exec: \"%s\": executable file not found in $PATH", word);
		return NOT_FOUND;
	}
	if (errno == ENOENT || errno == ENOTDIR) {
		errno = ENOENT;
		fail("exec: \"%s\": stat %s: no such file or directory", word, word);
		return NOT_FOUND;
	}
	if (errno == EACCES || errno == EISDIR) {
		fail("exec: \"%s\": permission denied", word);
		return NOT_EXECUTABLE;
	}
	fail("exec: \"%s\": %m", word);
	return NOT_EXECUTABLE;
}

/* Try each directory of the container's own PATH; what was found but can't be run is remembered. */
static void exec_in_path(char *const words[], char **environment, const char *path)
{
	autofree char *copy = strdup(path);
	char *rest = copy, *directory;
	int reason = ENOENT;
	struct stat found;

	while ((directory = text_cut(&rest, ':'))) {
		char file[4096];

		if ((size_t)snprintf(file, sizeof file, "%s/%s", *directory ? directory : ".", words[0])
		    >= sizeof file || stat(file, &found) < 0 || S_ISDIR(found.st_mode))
			continue;
		execve(file, words, environment);
		reason = errno;
		if (reason != ENOENT && reason != ENOTDIR && reason != EACCES)
			break;
	}
	errno = reason;
}

int command_exec_words(char *const words[], const struct record *environment)
{
	autofree char **array = environment_array(environment);
	const char *path = record_get(environment, "PATH");

	if (!array)
		return NOT_EXECUTABLE;
	if (!words[0] || !*words[0])
		errno = ENOENT;
	else if (strchr(words[0], '/'))
		execve(words[0], words, array);
	else
		exec_in_path(words, array, path ? path : "");
	return failed(words[0] ? words[0] : "");
}

int command_exec(const struct record *container, const struct record *environment)
{
	static const char *const keys[] = { "entrypoint", "command" };
	autofree char **words = NULL;
	size_t count = 0;

	for (int i = 0; i < 2; i++)
		for (const char *word = NULL; (word = record_next(container, keys[i], word));)
			count++;
	words = calloc(count + 1, sizeof *words);
	if (!words || !count) {
		fail(words ? "No command specified" : "exec: out of memory");
		return NOT_EXECUTABLE;
	}
	count = 0;
	for (int i = 0; i < 2; i++)
		for (const char *word = NULL; (word = record_next(container, keys[i], word));)
			words[count++] = (char *)word;
	return command_exec_words(words, environment);
}
