/* Without CONFIG_LOG_OPTIONS: a log is in RAM, and as large as it is by default; or there is none. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "store/log/log_options.h"
#include "store/log/log_syslog.h"

enum { FILE_SIZE = 512 << 10, FILES = 2 };

const char *log_options_driver(const struct record *record)
{
	const char *name = record_get(record, "log_driver");

	return name ? name : "json-file";
}

int log_options_check(const struct record *record)
{
	const char *name = log_options_driver(record);

	if (record_get(record, "log_opt"))
		return fail("--log-opt: this linkbox was built without options of logs");
	return strcmp(name, "none") == 0 || strcmp(name, "json-file") == 0
	       ? 0 : fail("--log-driver %s: this linkbox was built with json-file and none", name);
}

int log_options_read(struct log_options *options, const struct record *record)
{
	*options = (struct log_options){ .driver = LOG_RAM, .size = FILE_SIZE, .files = FILES };
	if (strcmp(log_options_driver(record), "none") == 0)
		options->driver = LOG_NONE;
	return log_options_check(record);
}

int log_syslog_begin(struct log_syslog *syslog, const struct log_options *options, const struct record *container,
	const int *pid)
{
	(void)syslog, (void)options, (void)pid;
	return log_options_check(container);
}

void log_syslog_append(struct log_syslog *syslog, enum log_stream stream, const char *data, size_t length)
{
	(void)syslog, (void)stream, (void)data, (void)length;
}
