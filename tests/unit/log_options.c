/* Log options: what a record says of a log's driver, sizes, address and tag.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "base/fail.h"
#include "store/log/log_address.h"
#include "store/log/log_options.h"
#include "store/log/log_tag.h"

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - log options: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

/* Read a record of these two options, either of which may be NULL. */
static int read_two(struct log_options *options, const char *driver, const char *one, const char *other)
{
	struct record record autorecord = { 0 };

	if ((driver && record_add(&record, "log_driver", driver) < 0) || (one && record_add(&record, "log_opt", one) < 0)
	    || (other && record_add(&record, "log_opt", other) < 0))
		return -1;
	return log_options_check(&record) < 0 ? -1 : log_options_read(options, &record);
}

static bool has(const char *driver, const char *one, const char *other, size_t size, int files)
{
	struct log_options options;

	return read_two(&options, driver, one, other) == 0 && options.size == size && options.files == files;
}

static bool refused(const char *driver, const char *option, const char *with)
{
	struct log_options options;

	if (read_two(&options, driver, option, with) < 0)
		return true;
	printf("# accepted: %s %s\n", driver, option);
	return false;
}

static void sizes(void)
{
	ok(has(NULL, NULL, NULL, 512 << 10, 2), "keeps two files of 512 KiB where nothing is said");
	ok(has("local", "max-size=1.5m", "max-file=3", 3 << 19, 3) && has("file", "max-size=2k", NULL, 2048, 2),
	   "takes sizes and numbers of files");
	ok(has(NULL, "max-size=1", NULL, 1024, 2), "makes no file smaller than 1 KiB");
	ok(has(NULL, "max-size=1k", "max-size=2k", 2048, 2), "takes the last of two");
	ok(has(NULL, "max-file=100", "max-size=1k", 1024, 100) && refused(NULL, "max-file=101", NULL)
	   && has(NULL, "max-size=16m", NULL, 16 << 20, 2) && refused(NULL, "max-size=17m", NULL)
	   && has("file", "max-size=17m", NULL, 17 << 20, 2), "has bounds, of files and of RAM");
	fail_silently(true);
	ok(refused(NULL, "max-size=", NULL) && refused(NULL, "max-size=-1", NULL) && refused(NULL, "max-file=", NULL)
	   && refused(NULL, "max-file=1x", NULL) && refused(NULL, "max-file=0", NULL) && refused("nosuch", NULL, NULL)
	   && refused("none", "max-size=1k", NULL) && refused(NULL, "compress=true", NULL) && refused(NULL, "x=y", NULL)
	   && refused(NULL, "max-buffer-size=1m", NULL), "refuses the rest");
	ok(has(NULL, "compress=false", NULL, 512 << 10, 2) && has(NULL, "mode=non-blocking", "max-buffer-size=4m", 512 << 10, 2),
	   "takes what makes no difference");
}

static void syslog_options(void)
{
	struct log_options options;

	ok(read_two(&options, "syslog", NULL, NULL) == 0 && options.driver == LOG_SYSLOG && options.facility == 3
	   && options.format == SYSLOG_PLAIN, "takes the facility daemon where none is said");
	ok(read_two(&options, "syslog", "syslog-facility=local7", "syslog-format=rfc5424") == 0 && options.facility == 23
	   && options.format == SYSLOG_RFC5424 && read_two(&options, "syslog", "syslog-facility=0", NULL) == 0
	   && options.facility == 0, "takes facilities by name and number, and formats");
	ok(refused("syslog", "syslog-facility=24", NULL) && refused("syslog", "syslog-facility=local8", NULL)
	   && refused("syslog", "syslog-tls-cert=x", NULL), "refuses the rest");
}

static bool is_path(const char *text, const char *path)
{
	struct log_address address;
	const struct sockaddr_un *name = (const struct sockaddr_un *)&address.name;

	return log_address_read(&address, text) == 0 && name->sun_family == AF_UNIX && strcmp(name->sun_path, path) == 0;
}

static bool is_port(const char *text, const char *host, int port)
{
	struct log_address address;
	const struct sockaddr_in *name = (const struct sockaddr_in *)&address.name;
	char shown[64];

	return log_address_read(&address, text) == 0 && name->sin_family == AF_INET && ntohs(name->sin_port) == port
	       && strcmp(inet_ntop(AF_INET, &name->sin_addr, shown, sizeof shown), host) == 0;
}

static void addresses(void)
{
	static const char *const bad[] = { "foo", "udp://", "udp://host", "udp://1.2.3", "udp://1.2.3.4:", "udp://1.2.3.4:0",
		"udp://1.2.3.4:65536", "udp://1.2.3.4:5x", "udp://[::1", "udp://[::1]x", "udp://::1", "unix://relative",
		"unixgram://", "tcp://1.2.3.4:5", "tcp+tls://1.2.3.4:5", "http://x" };
	struct log_address address;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address.name;
	bool good = true;

	ok(is_path(NULL, "/dev/log") && is_path("", "/dev/log") && is_path("unixgram:///run/log", "/run/log")
	   && is_path("unix:///dev/log", "/dev/log"), "takes sockets, and /dev/log where none is said");
	ok(is_port("udp://192.0.2.1", "192.0.2.1", 514) && is_port("udp://192.0.2.1:5514", "192.0.2.1", 5514)
	   && log_address_read(&address, "udp://[2001:db8::1]:5514") == 0 && six->sin6_family == AF_INET6
	   && ntohs(six->sin6_port) == 5514, "takes UDP ports");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (log_address_read(&address, bad[i]) == 0) {
			printf("# accepted: %s\n", bad[i]);
			good = false;
		}
	ok(good, "refuses the rest");
}

static bool writes(const char *format, const char *expected)
{
	struct record container autorecord = { 0 };
	char tag[LOG_TAG];

	record_add(&container, "id", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	record_add(&container, "image_id", "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210");
	record_add(&container, "image", "busybox");
	record_add(&container, "entrypoint", "sh");
	record_add(&container, "command", "-c");
	record_add(&container, "command", "a\nb");
	if (log_tag_write(tag, format, &container, "db") == 0 && strcmp(tag, expected) == 0)
		return true;
	printf("# %s: %s\n", format, tag);
	return false;
}

static void tags(void)
{
	char tag[LOG_TAG], much[2 * LOG_TAG];

	ok(writes("{{.ID}}", "0123456789ab") && writes("{{ .Name }}/{{.ImageName}}", "db/busybox")
	   && writes("{{.ImageID}}", "sha256:fedcb") && writes("{{.DaemonName}} {{.Command}}!", "docker sh -c a?b!")
	   && writes("plain\n", "plain?") && writes("", ""), "writes tags");
	ok(log_tag_write(tag, "{{", NULL, "") < 0 && log_tag_write(tag, "{{.No}}", NULL, "") < 0
	   && log_tag_write(tag, "{{ID}}", NULL, "") < 0 && log_tag_write(tag, "{{.ID | upper}}", NULL, "") < 0
	   && log_tag_write(tag, "{{}}", NULL, "") < 0, "refuses what is no field");
	memset(much, 'x', sizeof much - 1);
	much[sizeof much - 1] = '\0';
	ok(log_tag_write(tag, much, NULL, "") == 0 && strlen(tag) == LOG_TAG - 1, "cuts what is too long");
}

int main(void)
{
	sizes();
	syslog_options();
	addresses();
	tags();
	printf("1..%d\n", number);
	return failed != 0;
}
