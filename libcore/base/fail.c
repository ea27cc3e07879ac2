/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"

static char last[FAILURE_LENGTH];
static bool quiet;
static bool docker;
static void (*listener)(const char *text);
static const char *before = "Error response from daemon: ";
static const char *after = "";

/* One line that doesn't talk to the terminal, whatever the user or an archive has put into a name:
 * 0x80 to 0x9f are controls as well, by themselves or after 0xc2 as UTF-8. */
static void flatten(void)
{
	unsigned char former = 0;

	for (char *at = last; *at; at++) {
		unsigned char byte = (unsigned char)*at;
		bool high = byte >= 0x80 && byte < 0xa0 && (former < 0x80 || former == 0xc2);

		if (byte < ' ' || byte == 0x7f || high)
			*at = '?';
		former = byte;
	}
}

static void say(void)
{
	size_t length = strlen(last);

	if (listener) {
		listener(last);
		return;
	}
	fflush(stdout);
	if (!docker) {
		fprintf(stderr, "linkbox: %s\n", last);
		return;
	}
	/* One full stop is enough. */
	if (*after == '.' && length && last[length - 1] == '.')
		length--;
	fprintf(stderr, "%s%.*s%s\n", before, (int)length, last, after);
}

int fail(const char *format, ...)
{
	int kept = errno;
	char text[FAILURE_LENGTH];   /* the last text may be one of the arguments */
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	memcpy(last, text, sizeof last);
	flatten();
	if (!quiet)
		say();
	errno = kept;
	return -1;
}

const char *fail_reason(void)
{
	static char reason[80];

	snprintf(reason, sizeof reason, "%s", strerror(errno));
	*reason = (char)tolower((unsigned char)*reason);
	return reason;
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

void fail_tell(void (*tell)(const char *text))
{
	listener = tell;
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
