/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"

struct memory {
	char **text;
	size_t *length, room;
};

static ssize_t add(void *cookie, const char *data, size_t size)
{
	struct memory *memory = cookie;

	if (*memory->length + size >= memory->room) {
		size_t room = 2 * memory->room + size;
		char *text = realloc(*memory->text, room);

		if (!text)
			return -1;
		*memory->text = text;
		memory->room = room;
	}
	if (size)
		memcpy(*memory->text + *memory->length, data, size);
	*memory->length += size;
	(*memory->text)[*memory->length] = '\0';
	return (ssize_t)size;
}

static int leave(void *cookie)
{
	free(cookie);
	return 0;
}

FILE *stream_open(char **text, size_t *length)
{
	const cookie_io_functions_t functions = { .write = add, .close = leave };
	struct memory *memory = malloc(sizeof *memory);
	FILE *stream = NULL;

	*text = calloc(1, 1);
	*length = 0;
	if (memory && *text) {
		*memory = (struct memory){ text, length, 1 };
		stream = fopencookie(memory, "w", functions);
	}
	if (stream)
		return stream;
	free(memory);
	free(*text);
	*text = NULL;
	return NULL;
}

int stream_close(FILE *stream)
{
	bool lost = fflush(stream) != 0 || ferror(stream);

	if (fclose(stream) == 0 && !lost)
		return 0;
	errno = ENOMEM;
	return -1;
}
