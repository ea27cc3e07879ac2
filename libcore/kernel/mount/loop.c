/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/auto.h"
#include "kernel/mount/loop.h"

enum { DEVICES_MOST = 1 << 16, TRIES = 64 };

static int open_device(int number, char path[LOOP_PATH])
{
	snprintf(path, LOOP_PATH, "/dev/loop%d", number);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* What is open isn't taken away, and so isn't given to another file. */
static int reads(int device, const struct stat *file)
{
	struct loop_info64 info;

	return ioctl(device, LOOP_GET_STATUS64, &info) == 0 && info.lo_device == file->st_dev
	       && info.lo_inode == file->st_ino && info.lo_offset == 0 && info.lo_sizelimit == 0
	       && (info.lo_flags & LO_FLAGS_READ_ONLY);
}

static int find(const struct stat *file, char path[LOOP_PATH])
{
	for (int number = 0; number < DEVICES_MOST; number++) {
		int device = open_device(number, path);

		if (device < 0 && errno == ENOENT)
			break;
		if (device >= 0 && reads(device, file))
			return device;
		auto_close(&device);
	}
	return -1;
}

/* What the kernel keeps of a device is kept once: it reads past its own memory of the file, where the
 * file system that the file is in can do that. */
static int make(int file, char path[LOOP_PATH])
{
	autoclose int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	struct loop_config config = {
		.fd = (unsigned)file,
		.info.lo_flags = LO_FLAGS_READ_ONLY | LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO,
	};

	for (int tries = 0; control >= 0 && tries < TRIES; tries++) {
		int number = ioctl(control, LOOP_CTL_GET_FREE), device;

		if (number < 0)
			return -1;
		device = open_device(number, path);
		if (device < 0 || ioctl(device, LOOP_CONFIGURE, &config) == 0)
			return device;
		auto_close(&device);
		if (errno != EBUSY)   /* else another program was faster */
			return -1;
	}
	return -1;
}

int loop_open(int file, char path[LOOP_PATH])
{
	struct stat status;
	int device;

	if (fstat(file, &status) < 0)
		return -1;
	device = find(&status, path);
	return device < 0 ? make(file, path) : device;
}
