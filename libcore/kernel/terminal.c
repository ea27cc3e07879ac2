/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "base/fail.h"
#include "kernel/terminal.h"

static struct termios before;
static int changed = -1;

void terminal_restore(void)
{
	if (changed < 0)
		return;
	tcsetattr(changed, TCSANOW, &before);
	changed = -1;
}

int terminal_make_raw(int fd)
{
	static bool registered;
	struct termios raw;

	if (tcgetattr(fd, &before) < 0)
		return fail("read the terminal's settings: %m");
	raw = before;
	cfmakeraw(&raw);
	if (!registered && atexit(terminal_restore) == 0)
		registered = true;
	changed = fd;
	if (tcsetattr(fd, TCSANOW, &raw) < 0) {
		terminal_restore();
		return fail("make the terminal raw: %m");
	}
	return 0;
}

int terminal_size(int fd, int *rows, int *columns)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) < 0)
		return -1;
	*rows = size.ws_row;
	*columns = size.ws_col;
	return 0;
}

int terminal_resize(int fd, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	return ioctl(fd, TIOCSWINSZ, &size);
}
