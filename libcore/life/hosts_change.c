/* On Linux >= 6.5 the new file is mounted beneath the old one, and the old one taken off: a reader
 * opens the one or the other. On older kernels the bytes that differ are written in place.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "kernel/mount.h"
#include "kernel/mount_swap.h"
#include "kernel/namespace.h"
#include "life/hosts_change.h"
#include "life/message.h"
#include "store/container_record.h"

/* The line whose first name is the alias, wherever the container's user has moved it. */
static const char *find_line(const char *text, const char *alias)
{
	size_t length = strlen(alias);

	for (const char *line = text; line && *line;) {
		const char *name = line + strcspn(line, " \t\n"), *end = strchr(line, '\n');

		name += strspn(name, " \t");
		if (*line != '#' && strncmp(name, alias, length) == 0 && strchr(" \t\n", name[length]))
			return line;
		line = end ? end + 1 : NULL;
	}
	return NULL;
}

/* `text` with the line changed; NULL and errno 0 if there is nothing to change. */
static char *edit(const char *text, const char *alias, uint32_t address)
{
	const char *line = find_line(text, alias), *rest;
	char *changed = NULL;

	errno = 0;
	if (!line)
		return NULL;
	if (address) {
		rest = line + strcspn(line, " \t");
	} else {
		rest = strchr(line, '\n');
		rest = rest ? rest + 1 : line + strlen(line);
	}
	if (asprintf(&changed, "%.*s%s%s", (int)(line - text), text, address ? text_of_address(address) : "",
		     rest) < 0)
		return NULL;
	return changed;
}

/* Write from the first byte that differs on, and cut what is left over. */
static int write_in_place(int directory, const char *old, const char *changed)
{
	autoclose int fd = openat(directory, "hosts", O_WRONLY | O_CLOEXEC);
	size_t same = 0, length = strlen(changed);

	if (fd < 0)
		return -1;
	while (old[same] && old[same] == changed[same])
		same++;
	if (pwrite(fd, changed + same, length - same, (off_t)same) < 0)
		return -1;
	return length < strlen(old) ? ftruncate(fd, (off_t)length) : 0;
}

/* In a child, which the consumer's mount namespace may keep. */
static int swap_in_namespace(int mount, int process, const struct stat *old)
{
	int status;
	pid_t child = fork();

	if (child < 0)
		return -1;
	if (child == 0) {
		fail_silently(true);
		errno = 0;
		if (namespace_join(process, NAMESPACE_MOUNT) == 0 && mount_swap(mount, "/etc/hosts", old) == 0)
			_exit(0);
		_exit(errno ? errno & 0xff : EIO);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
	return errno ? -1 : 0;
}

static int swap(int directory, const char *changed, int process)
{
	autoclose int file = -1, mount = -1;
	struct stat old;

	if (fstatat(directory, "hosts", &old, AT_SYMLINK_NOFOLLOW) < 0 || file_replace(directory, "hosts.new", changed, strlen(changed), false) < 0
	    || fchmodat(directory, "hosts.new", 0644, 0) < 0)
		return -1;
	file = openat(directory, "hosts.new", O_PATH | O_CLOEXEC);
	mount = file < 0 ? -1 : mount_copy(file, false, "hosts.new");
	if (mount < 0 || swap_in_namespace(mount, process, &old) < 0)
		return -1;
	return renameat(directory, "hosts.new", directory, "hosts");
}

int hosts_change_link(const struct record *consumer, const char *alias, uint32_t address)
{
	autoclose int directory = container_record_open(consumer);
	autoclose int process = message_take_process(record_get(consumer, "id"));
	autofree char *text = NULL, *changed = NULL;
	int result;
	bool was;

	if (directory < 0)
		return -1;
	text = file_read(directory, "hosts", RECORD_SIZE, NULL);
	if (!text)
		return fail("read the hosts file of %.12s: %m", record_get(consumer, "id"));
	changed = edit(text, alias, address);
	if (!changed)
		return errno ? fail("change the hosts file of %.12s: %m", record_get(consumer, "id")) : 0;
	if (strcmp(text, changed) == 0)
		return 0;
	was = fail_silently(true);
	result = process < 0 ? -1 : swap(directory, changed, process);
	fail_silently(was);
	if (result < 0) {
		unlinkat(directory, "hosts.new", 0);
		result = write_in_place(directory, text, changed);
	}
	return result < 0 ? fail("change the hosts file of %.12s: %m", record_get(consumer, "id")) : 0;
}
