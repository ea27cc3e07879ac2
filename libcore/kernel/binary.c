/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "kernel/binary.h"
#include "kernel/mount/mount.h"

/* A container whose command is /proc/self/exe, or that opens /proc/PID/exe of a process of ours,
 * gets at the file that we run from (CVE-2019-5736), and is root to it. So we run from a copy of
 * its mount that is read-only and in no namespace: opening for writing gives EROFS, and as only
 * mounts in a namespace can be changed, once our descriptor of it was closed by exec, not even
 * CAP_SYS_ADMIN makes it writable. It takes microseconds and no memory. */
static int open_read_only(void)
{
	autoclose int self = open("/proc/self/exe", O_PATH | O_CLOEXEC);
	autoclose int copy = self < 0 ? -1 : mount_copy(self, false, "linkbox");
	int ready = copy;

	if (copy < 0 || mount_restrict(copy, MOUNT_READ_ONLY, false, "linkbox") < 0)
		return -1;
	copy = -1;
	return ready;
}

/* Before Linux 5.12 a mount in no namespace can't be made read-only: a copy in memory, then, that
 * nobody can write to. */
static int copy_to_memory(void)
{
	autoclose int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	autoclose int memory = memfd_create("linkbox", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int ready = memory;
	struct stat size;
	off_t done = 0;

	if (self < 0 || memory < 0 || fstat(self, &size) < 0)
		return -1;
	while (done < size.st_size)
		if (sendfile(memory, self, &done, (size_t)(size.st_size - done)) <= 0)
			return -1;
	if (fcntl(memory, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0)
		return -1;
	memory = -1;
	return ready;
}

int binary_open(void)
{
	bool was = fail_silently(true);
	int binary = open_read_only();

	fail_silently(was);
	if (binary < 0)
		binary = copy_to_memory();
	return binary < 0 ? fail("copy linkbox for the container: %m") : binary;
}

/* TOMOYO, up to Linux 5.10 at least, looks for what is run by its descriptor as /dev/fd/NUMBER, and a bare
 * initramfs hasn't made that: ENOENT. */
int binary_run(int binary, char *const arguments[])
{
	char path[32];

	fexecve(binary, arguments, environ);
	if (errno == ENOENT) {
		snprintf(path, sizeof path, "/proc/self/fd/%d", binary);
		execve(path, arguments, environ);
	}
	return fail("run linkbox again: %m");
}
