/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "progress.h"
#include "show/size.h"

enum { COLUMNS = 80, BAR_MOST = 50, BAR_LEAST = 10, BETWEEN = 100 };

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static int columns(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : COLUMNS;
}

/* "[=====>     ] ", if there is room for it beside `used` columns. */
static void write_bar(const struct progress *progress, int used, char bar[BAR_MOST + 8])
{
	int width = columns() - 1 - used - (int)strlen("[>] "), full;

	width = width < BAR_MOST ? width : BAR_MOST;
	*bar = '\0';
	if (width < BAR_LEAST || !progress->total || progress->done > progress->total)
		return;
	full = (int)((double)progress->done / (double)progress->total * width);
	snprintf(bar, BAR_MOST + 8, "[%.*s>%*s] ", full, "==================================================",
		 width - full, "");
}

/* The line is left by a newline, so that whatever is written next, by whom ever, has its own. */
static void draw(struct progress *progress)
{
	char done[SIZE_LENGTH], total[SIZE_LENGTH], sizes[2 * SIZE_LENGTH], head[80], bar[BAR_MOST + 8], line[320];
	int length;

	size_of_precisely((unsigned long long)progress->done, done);
	size_of_precisely((unsigned long long)progress->total, total);
	if (progress->total && progress->done <= progress->total)
		snprintf(sizes, sizeof sizes, "%8s/%s", done, total);
	else
		snprintf(sizes, sizeof sizes, "%8s", done);
	snprintf(head, sizeof head, "%s%s%s ", progress->what, *progress->what ? ": " : "", progress->verb);
	write_bar(progress, (int)(strlen(head) + strlen(sizes)), bar);
	length = snprintf(line, sizeof line, "%s%s%s%s\r\n", progress->is_drawn ? "\033[A\033[2K" : "", head, bar,
			  sizes);
	if (file_write(STDERR_FILENO, line, (size_t)length) == 0)
		progress->is_drawn = true;
	progress->drawn_at = now();
	progress->is_behind = false;
}

/* The digits that people see of "blobs/sha256/<digest>" or "<digest>/layer.tar"; nothing of other names. */
static void shorten(const char *name, char what[32])
{
	const char *digest = text_after(name, "blobs/sha256/");

	digest = digest ? digest : name;
	*what = '\0';
	if (strspn(digest, "0123456789abcdef") >= ID_SHORT)
		snprintf(what, 32, "%.*s", ID_SHORT, digest);
}

static void tell(void *context, const char *name, long long done, long long total)
{
	struct progress *progress = context;
	char what[32];

	shorten(name, what);
	if (strcmp(what, progress->what) != 0 || done < progress->done) {
		strcpy(progress->what, what);
		progress->is_drawn = false;
	}
	progress->done = done;
	progress->total = total;
	progress->is_behind = true;
	if (!progress->is_drawn || done == total || now() - progress->drawn_at >= BETWEEN)
		draw(progress);
}

const struct watch *progress_begin(struct progress *progress, const char *verb)
{
	const char *terminal = getenv("TERM");

	*progress = (struct progress){ .verb = verb, .watch = { .tell = tell, .context = progress } };
	if (!isatty(STDERR_FILENO) || (terminal && strcmp(terminal, "dumb") == 0))
		return NULL;
	return &progress->watch;
}

void progress_end(struct progress *progress)
{
	if (progress->is_behind)
		draw(progress);
}
