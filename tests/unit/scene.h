/* A scene: what the unit tests of the sandbox play in. TAP, and a world that nobody else sees. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "kernel/namespace.h"

static int scene_number, scene_failures;

static inline void ok(bool good, const char *sentence)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++scene_number, sentence);
	fflush(stdout);
	scene_failures += !good;
}

/* A mount namespace of its own, /tmp an empty tmpfs and the working directory. The rest is
 * read-only: code that fails to keep to the container's root shall not damage the host's. */
static inline void scene_begin(void)
{
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) < 0 ||
	    mount("tmpfs", "/tmp", "tmpfs", 0, NULL) < 0 || chdir("/tmp") < 0) {
		printf("1..0 # SKIP needs CAP_SYS_ADMIN and tmpfs\n");
		exit(EXIT_SUCCESS);
	}
	umask(0022);
}

static inline int scene_end(void)
{
	printf("1..%d\n", scene_number);
	return scene_failures ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* What `play` returns, played as the first process in a container's namespaces. */
static inline bool in_container(bool (*play)(void))
{
	int status = -1;
	pid_t child = namespace_clone(NAMESPACE_ALL, NULL, -1);

	if (child == 0)
		_exit(play() ? EXIT_SUCCESS : EXIT_FAILURE);
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* A file with this text, and the directories on the way. */
static inline void put(const char *path, const char *text)
{
	char directory[256];
	char *end;
	int fd;

	snprintf(directory, sizeof directory, "%s", path);
	end = strrchr(directory, '/');
	if (end) {
		*end = '\0';
		close(file_make_path(directory, 0755));
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || file_write(fd, text, strlen(text)) < 0)
		perror(path);
	close(fd);
}

static inline bool holds(const char *path, const char *text)
{
	char *data = file_read(AT_FDCWD, path, 1 << 20, NULL);
	bool same = data && strcmp(data, text) == 0;

	free(data);
	return same;
}

/* True if `done` says that it failed, and in words that contain `text`. */
static inline bool refused(int done, const char *text)
{
	if (done >= 0 || !strstr(fail_text(), text))
		fprintf(stderr, "# returned %d, said: %s\n", done, fail_text());
	return done < 0 && strstr(fail_text(), text);
}

static inline int open_path(const char *path)
{
	return open(path, O_PATH | O_CLOEXEC);
}
