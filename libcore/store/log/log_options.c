/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/log/log_address.h"
#include "store/log/log_options.h"
#include "store/log/log_tag.h"
#include "store/log/rotation.h"

enum { FILE_SIZE = 512 << 10, FILES = 2, LEAST = 1 << 10, MOST = 1 << 30 };

enum { JSON = 1, LOCAL = 2, NONE = 4, FILE_ = 8, SYSLOG = 16, FILES_KEPT = JSON | LOCAL | FILE_ };

static const struct { const char *name; int bit; enum log_driver driver; } drivers[] = {
	{ "json-file", JSON, LOG_RAM }, { "local", LOCAL, LOG_RAM }, { "none", NONE, LOG_NONE },
	{ "file", FILE_, LOG_FILE }, { "syslog", SYSLOG, LOG_SYSLOG },
};
enum { DRIVERS = sizeof drivers / sizeof drivers[0] };

/* `why`: Docker knows it, and linkbox doesn't. */
static const struct { const char *name; int drivers; const char *why; } known[] = {
	{ "max-size", FILES_KEPT, NULL },
	{ "max-file", FILES_KEPT, NULL },
	{ "compress", JSON | LOCAL, NULL },
	{ "mode", FILES_KEPT | SYSLOG, NULL },
	{ "max-buffer-size", FILES_KEPT | SYSLOG, NULL },
	{ "tag", SYSLOG, NULL },
	{ "syslog-address", SYSLOG, NULL },
	{ "syslog-facility", SYSLOG, NULL },
	{ "syslog-format", SYSLOG, NULL },
	{ "syslog-tls-ca-cert", SYSLOG, "there is no TLS" },
	{ "syslog-tls-cert", SYSLOG, "there is no TLS" },
	{ "syslog-tls-key", SYSLOG, "there is no TLS" },
	{ "syslog-tls-skip-verify", SYSLOG, "there is no TLS" },
	{ "cache-disabled", SYSLOG, NULL },
	{ "cache-max-size", SYSLOG, "there is no cache" },
	{ "cache-max-file", SYSLOG, "there is no cache" },
	{ "cache-compress", SYSLOG, "there is no cache" },
	{ "tag", JSON, "only lines are kept" },
	{ "labels", JSON | SYSLOG, "only lines are kept" },
	{ "labels-regex", JSON | SYSLOG, "only lines are kept" },
	{ "env", JSON | SYSLOG, "only lines are kept" },
	{ "env-regex", JSON | SYSLOG, "only lines are kept" },
};
enum { KNOWN = sizeof known / sizeof known[0] };

static const char *const facilities[] = {
	"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
	"", "", "", "", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
};
enum { FACILITIES = sizeof facilities / sizeof facilities[0], DAEMON = 3 };

static const char *const formats[] = {
	[SYSLOG_PLAIN] = "", [SYSLOG_RFC3164] = "rfc3164", [SYSLOG_RFC5424] = "rfc5424",
	[SYSLOG_RFC5424_MICRO] = "rfc5424micro",
};
enum { FORMATS = sizeof formats / sizeof formats[0] };

const char *log_options_driver(const struct record *record)
{
	const char *name = record_get(record, "log_driver");

	return name ? name : drivers[0].name;
}

/* The value of a --log-opt, NULL if there is none. */
static const char *option_of(const struct record *record, const char *name)
{
	size_t length = strlen(name);
	const char *value = NULL;

	/* The last one counts, as in a map. */
	for (const char *line = NULL; (line = record_next(record, "log_opt", line));)
		if (strncmp(line, name, length) == 0 && line[length] == '=')
			value = line + length + 1;
	return value;
}

static size_t find_driver(const char *name)
{
	size_t i = 0;

	while (i < DRIVERS && strcmp(drivers[i].name, name) != 0)
		i++;
	return i;
}

static int check_name(const char *option, size_t driver)
{
	size_t length = strcspn(option, "=");
	const char *name = drivers[driver].name;

	for (size_t i = 0; i < KNOWN; i++) {
		if (!(known[i].drivers & drivers[driver].bit) || strlen(known[i].name) != length
		    || strncmp(known[i].name, option, length) != 0)
			continue;
		return known[i].why ? fail("log opt '%s' is not supported: %s", known[i].name, known[i].why) : 0;
	}
	return drivers[driver].bit == LOCAL ? fail("unknown log opt '%.*s' for log driver local", (int)length, option)
					    : fail("unknown log opt '%.*s' for %s log driver", (int)length, option, name);
}

static int find(const char *word, const char *const *words, int count)
{
	int i = 0;

	while (i < count && strcmp(words[i], word) != 0)
		i++;
	return i;
}

static int find_facility(const char *word)
{
	unsigned long digits;

	if (text_number(word, FACILITIES - 1, &digits) == 0)
		return (int)digits;
	return *word ? find(word, facilities, FACILITIES) : DAEMON;
}

/* It never keeps a container waiting, so both modes are the same. */
static int check_mode(const struct record *record)
{
	const char *mode = option_of(record, "mode"), *buffer = option_of(record, "max-buffer-size");
	bool waits = !mode || !*mode || strcmp(mode, "blocking") == 0;
	unsigned long long bytes;

	if (!waits && strcmp(mode, "non-blocking") != 0)
		return fail("logger: logging mode not supported: %s", mode);
	if (buffer && waits)
		return fail("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
	return buffer && text_size(buffer, &bytes) < 0 ? fail("error parsing option max-buffer-size: invalid size: '%s'",
							      buffer) : 0;
}

int log_options_check(const struct record *record)
{
	const char *name = log_options_driver(record);
	const char *facility = option_of(record, "syslog-facility");
	const char *format = option_of(record, "syslog-format");
	const char *address = option_of(record, "syslog-address");
	const char *cache = option_of(record, "cache-disabled");
	size_t driver = find_driver(name);
	struct log_address where;
	bool without;

	if (driver == DRIVERS)
		return fail("error looking up logging plugin %s: plugin \"%s\" not found", name, name);
	if (drivers[driver].bit == NONE && record_get(record, "log_opt"))
		return fail("invalid logging opts for driver none");
	if (check_mode(record) < 0)
		return -1;
	for (const char *option = NULL; (option = record_next(record, "log_opt", option));)
		if (check_name(option, driver) < 0)
			return -1;
	if (address && *address && log_address_read(&where, address) < 0)
		return -1;
	if (facility && find_facility(facility) >= FACILITIES)
		return fail("invalid syslog facility");
	if (cache && (text_bool(cache, &without) < 0 || !without))
		return fail("log opt 'cache-disabled=%s' is not supported: there is no cache", cache);
	return format && find(format, formats, FORMATS) >= FORMATS ? fail("Invalid syslog format") : 0;
}

static const char failed[] = "failed to initialize logging driver";

/* The driver called local says once more which option is meant. */
static int refuse(const struct record *record, const char *option, const char *value, const char *reason)
{
	if (strcmp(log_options_driver(record), "local") == 0)
		return fail("%s: invalid value for %s: %s: %s", failed, option, value, reason);
	return fail("%s: %s", failed, reason);
}

static int read_size(struct log_options *options, const struct record *record)
{
	const char *text = option_of(record, "max-size");
	unsigned long long size;
	char reason[80];

	if (!text)
		return 0;
	snprintf(reason, sizeof reason, "invalid size: '%.50s'", text);
	if (text_size(text, &size) < 0)
		return refuse(record, "max-size", text, reason);
	if (!size)
		return fail("%s: max-size must be a positive number", failed);
	options->size = size < LEAST ? LEAST : size > MOST ? MOST : (size_t)size;
	return 0;
}

static int read_files(struct log_options *options, const struct record *record)
{
	const char *text = option_of(record, "max-file");
	char reason[96], *end;
	long number;

	if (!text)
		return 0;
	number = strtol(text, &end, 10);
	snprintf(reason, sizeof reason, "strconv.Atoi: parsing \"%.40s\": invalid syntax", text);
	if (!*text || *end)
		return refuse(record, "max-file", text, reason);
	if (number < 1)
		return fail("%s: max-file cannot be less than 1", failed);
	if (number > ROTATION_MOST)
		return fail("%s: max-file cannot be more than %d", failed, ROTATION_MOST);
	options->files = (int)number;
	return 0;
}

static int read_compress(const struct record *record)
{
	const char *text = option_of(record, "compress");
	bool wanted;

	if (!text)
		return 0;
	if (text_bool(text, &wanted) < 0)
		return fail("%s: strconv.ParseBool: parsing \"%s\": invalid syntax", failed, text);
	return wanted ? fail("%s: compress is not supported", failed) : 0;
}

static int read_syslog(struct log_options *options, const struct record *record)
{
	const char *facility = option_of(record, "syslog-facility");
	const char *format = option_of(record, "syslog-format");
	char tag[LOG_TAG];

	options->facility = facility ? find_facility(facility) : DAEMON;
	options->format = format ? (enum syslog_format)find(format, formats, FORMATS) : SYSLOG_PLAIN;
	options->address = option_of(record, "syslog-address");
	options->tag = option_of(record, "tag");
	return options->tag ? log_tag_write(tag, options->tag, NULL, "") : 0;
}

int log_options_read(struct log_options *options, const struct record *record)
{
	size_t driver = find_driver(log_options_driver(record));

	if (driver == DRIVERS)
		return log_options_check(record);
	*options = (struct log_options){ .driver = drivers[driver].driver, .size = FILE_SIZE, .files = FILES };
	if (read_size(options, record) < 0 || read_files(options, record) < 0 || read_compress(record) < 0
	    || read_syslog(options, record) < 0)
		return -1;
	if (options->driver == LOG_RAM && options->size > (size_t)LOG_RAM_MOST / (size_t)options->files)
		return fail("%s: %d files of %zu bytes are more than %d MiB of RAM; --log-driver file keeps them on the disk",
			    failed, options->files, options->size, LOG_RAM_MOST >> 20);
	return 0;
}
