/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"

static char last[FAILURE_LENGTH];
static bool quiet;
static bool docker;
static const char *before = "Error response from daemon: ";
static const char *after = "";

int fail(const char *format, ...)
{
	int kept = errno;
	char text[FAILURE_LENGTH];   /* the last text may be one of the arguments */
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	memcpy(last, text, sizeof last);
	if (!quiet) {
		fflush(stdout);
		fprintf(stderr, "%s%s%s\n", docker ? before : "linkbox: ", last, docker ? after : "");
	}
	errno = kept;
	return -1;
}

const char *fail_text(void)
{
	return last;
}

bool fail_silently(bool silent)
{
	bool was = quiet;

	quiet = silent;
	return was;
}

void fail_like_docker(void)
{
	docker = true;
}

bool fail_is_like_docker(void)
{
	return docker;
}

void fail_phase(const char *prefix, const char *suffix)
{
	before = prefix;
	after = suffix;
}
