/* Without CONFIG_ARCHIVES: images are there already, and `apply` unpacks none. */
/* SPDX-License-Identifier: MIT */
#include "base/fail.h"
#include "store/archive/gunzip.h"
#include "store/image/image_load.h"
#include "store/image/image_peek.h"

static int refuse(const char *what)
{
	return fail("read %s: this linkbox was built without archives", what);
}

int image_load(int fd, const char *what, const struct image_wish *wish, const struct watch *watch,
	struct record *loaded)
{
	(void)fd, (void)wish, (void)watch, (void)loaded;
	return refuse(what);
}

int image_peek(int fd, const char *what, struct record *found)
{
	(void)fd, (void)found;
	return refuse(what);
}

bool gunzip_knows(const void *data, size_t length)
{
	(void)data, (void)length;
	return false;
}
