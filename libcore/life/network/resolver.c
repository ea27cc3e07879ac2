/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/stream.h"
#include "base/text.h"
#include "life/container_file.h"
#include "life/files/live_file.h"
#include "life/network/resolver.h"
#include "store/container_record.h"
#include "store/status.h"

/* What follows a keyword of resolv.conf, NULL if the line has another. */
static const char *value_of(const char *line, const char *keyword)
{
	const char *after = text_after(line, keyword);

	return after && isspace((unsigned char)*after) ? after + strspn(after, " \t") : NULL;
}

/* 127.* and ::1 mean the container itself once they are read inside it. */
static bool is_local(const char *server)
{
	return text_starts(server, "127.") || strcmp(server, "::1") == 0;
}

/* The host's file; where systemd-resolved answers on 127.0.0.53 alone, the one with its servers. */
static char *read_host(void)
{
	char *text = file_read(AT_FDCWD, "/etc/resolv.conf", RECORD_SIZE, NULL);
	char *real;
	int servers = 0;

	for (const char *line = text; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		const char *server = value_of(line, "nameserver");

		if (server && !text_starts(server, "127.0.0.53"))
			return text;
		servers += server != NULL;
	}
	real = servers ? file_read(AT_FDCWD, "/run/systemd/resolve/resolv.conf", RECORD_SIZE, NULL) : NULL;
	if (!real)
		return text;
	free(text);
	return real;
}

static void copy_host(FILE *out, const struct record *container, bool local_too)
{
	autofree char *text = read_host();
	char *rest = text, *line;
	bool own_servers = record_get(container, "dns"), own_search = record_get(container, "dns_search"),
	     own_options = record_get(container, "dns_opt"), any = own_servers;

	while ((line = text_cut(&rest, '\n'))) {
		const char *server = value_of(line, "nameserver");
		char word[64] = "";

		if (server)
			sscanf(server, "%63s", word);
		if ((server && (own_servers || (!local_too && is_local(word))))
		    || (own_search && (value_of(line, "search") || value_of(line, "domain")))
		    || (own_options && value_of(line, "options")) || (!rest && !*line))
			continue;
		any = any || server;
		fprintf(out, "%s\n", line);
	}
	/* With a network namespace of its own no local server can be reached: Docker's way out. */
	if (!any && !local_too)
		fputs("nameserver 8.8.8.8\nnameserver 8.8.4.4\n", out);
}

/* "search a b": one line for all values; a single "." means no line. */
static void write_joined(FILE *out, const struct record *container, const char *key, const char *keyword)
{
	const char *value = record_get(container, key);

	if (!value || strcmp(value, ".") == 0)
		return;
	fputs(keyword, out);
	for (value = NULL; (value = record_next(container, key, value));)
		fprintf(out, " %s", value);
	fputc('\n', out);
}

static char *compose(const struct record *container, size_t *length)
{
	bool host = strcmp(record_get(container, "network"), "host") == 0;
	char *text = NULL;
	FILE *out = stream_open(&text, length);

	if (!out)
		return NULL;
	write_joined(out, container, "dns_search", "search");
	for (const char *server = NULL; (server = record_next(container, "dns", server));)
		fprintf(out, "nameserver %s\n", server);
	write_joined(out, container, "dns_opt", "options");
	copy_host(out, container, host);
	if (stream_close(out) == 0)
		return text;
	free(text);
	return NULL;
}

/* What we wrote last, in RAM: a file that is another by now is the container's own business. */
static int remember(const struct record *container, const char *text, size_t length)
{
	autoclose int running = status_open_directory(record_get(container, "id"));

	return running < 0 ? -1 : file_replace(running, "resolv.conf", text, length, false);
}

int resolver_write(int directory, const struct record *container)
{
	size_t length;
	autofree char *text = compose(container, &length);

	if (!text || container_file_write(directory, "resolv.conf", text, length) < 0
	    || remember(container, text, length) < 0)
		return fail("write the container's /etc/resolv.conf: %m");
	return 0;
}

int resolver_follow(const struct record *container)
{
	autoclose int directory = container_record_open(container);
	autoclose int running = status_open_directory(record_get(container, "id"));
	autofree char *now = NULL, *ours = NULL, *text = NULL;
	size_t length;

	if (directory < 0 || running < 0)
		return -1;
	now = file_read(directory, "resolv.conf", RECORD_SIZE, NULL);
	ours = file_read(running, "resolv.conf", RECORD_SIZE, NULL);
	text = compose(container, &length);
	if (!now || !ours || !text)
		return fail("follow the host's resolv.conf: %m");
	if (strcmp(now, ours) != 0 || strcmp(now, text) == 0)
		return 0;
	return live_file_replace(container, "resolv.conf", now, text) < 0 ? -1 : remember(container, text, length);
}
