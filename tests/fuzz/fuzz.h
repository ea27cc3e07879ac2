/* What the harnesses share: the input as a text or a file, and a world that nobody else sees. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"

/* Each harness is this one function: it may refuse an input, and may not be harmed by it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must be true whatever the input says. */
static inline void fuzz_expect(bool good)
{
	if (!good)
		abort();
}

/* The input as a string of its own size: a byte read past its end is found. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	fuzz_expect(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	fail_silently(true);
	return text;
}

/* Cut the next part of a text off, at a line that is "----"; NULL at the end. */
static inline char *fuzz_cut(char **rest)
{
	static const char line[] = "----\n";
	char *part = *rest, *end = part ? strstr(part, line) : NULL;

	*rest = end ? end + strlen(line) : NULL;
	if (end)
		*end = '\0';
	return part;
}

/* The input as a file: `path` names it. The descriptor is the caller's to close. */
static inline int fuzz_file(const uint8_t *data, size_t size, char path[32])
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	fuzz_expect(fd >= 0 && file_write(fd, data, size) == 0 && lseek(fd, 0, SEEK_SET) == 0);
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	fail_silently(true);
	return fd;
}

/* An empty tmpfs on /run, with the store below it, and one on /etc, in a mount namespace of this
 * process. Once. */
static inline void fuzz_world(void)
{
	static bool begun;

	fail_silently(true);
	if (begun)
		return;
	begun = true;
	if (unshare(CLONE_NEWNS | CLONE_NEWNET) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0
	    || mount("tmpfs", "/run", "tmpfs", MS_NODEV | MS_NOSUID, "size=64m,nr_inodes=64k") < 0
	    || mount("tmpfs", "/etc", "tmpfs", MS_NODEV | MS_NOSUID, "size=4m") < 0) {
		perror("the harness needs root, for a mount namespace and tmpfs");
		exit(EXIT_FAILURE);
	}
	setenv("LINKBOX_STATE", "/run/state", 1);
	setenv("LINKBOX_RUN", "/run/run", 1);
	setenv("LINKBOX_CONF", "/run/linkbox.conf", 1);
}

static inline void fuzz_put(const char *path, const void *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	fuzz_expect(fd >= 0 && file_write(fd, data, size) == 0 && close(fd) == 0);
}

/* A container's id, for harnesses that need one. */
#define FUZZ_ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static inline void fuzz_directory(const char *path)
{
	int fd = file_make_path(path, 0700);

	fuzz_expect(fd >= 0 && close(fd) == 0);
}
