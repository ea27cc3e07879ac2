/* run/ranges/<proto> <address> <first> <last> is a symbolic link whose text is the container's id.
 * Few containers have wide ranges, so going through them costs nothing for the others.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/text.h"
#include "life/network/port_owner.h"
#include "store/claims.h"
#include "store/container_record.h"
#include "store/names.h"
#include "store/status.h"
#include "store/store.h"

enum { RANGE_NAME = 64 };

static bool overlaps(const struct publication *range, bool udp, uint32_t address, uint16_t port)
{
	return range->port.udp == udp && range->host_first <= port && range->host_last >= port
	       && (!range->address || !address || range->address == address);
}

/* The ranges' directory, if any container ever had one. */
static DIR *open_ranges(void)
{
	char path[4096];
	int fd;

	snprintf(path, sizeof path, "%s/ranges", store_path(STORE_RUN));
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? NULL : fdopendir(fd);
}

static int read_entry(int ranges, const char *name, struct publication *range, char id[ID_LENGTH + 1])
{
	char protocol[4], address[16];

	*range = (struct publication){ 0 };
	if (sscanf(name, "%3s %15s %hu %hu", protocol, address, &range->host_first, &range->host_last) != 4
	    || text_address(address, &range->address) < 0
	    || readlinkat(ranges, name, id, ID_LENGTH) != ID_LENGTH)
		return -1;
	id[ID_LENGTH] = '\0';
	range->port.udp = strcmp(protocol, "udp") == 0;
	return 0;
}

bool port_owner_has_range(bool udp, uint32_t address, uint16_t port)
{
	DIR *ranges = open_ranges();
	struct dirent *entry;
	struct publication range;
	char id[ID_LENGTH + 1];
	bool found = false;

	while (ranges && !found && (entry = readdir(ranges)))
		if (read_entry(dirfd(ranges), entry->d_name, &range, id) == 0)
			/* What a killed monitor left behind claims nothing. */
			found = overlaps(&range, udp, address, port) && status_is_locked(id);
	if (ranges)
		closedir(ranges);
	return found;
}

int port_owner_add_range(const char *id, const struct publication *range)
{
	autoclose int ranges = store_open(STORE_RUN, "ranges");
	char name[RANGE_NAME];

	if (ranges < 0)
		return -1;
	snprintf(name, sizeof name, "%s %s %hu %hu", port_protocol(range->port.udp),
		 text_of_address(range->address), range->host_first, range->host_last);
	unlinkat(ranges, name, 0);
	return symlinkat(id, ranges, name) < 0 ? fail("claim the ports %s: %m", name) : 0;
}

void port_owner_drop_ranges(const char *id)
{
	DIR *ranges = open_ranges();
	struct dirent *entry;
	struct publication range;
	char holder[ID_LENGTH + 1];

	while (ranges && (entry = readdir(ranges)))
		if (read_entry(dirfd(ranges), entry->d_name, &range, holder) == 0 && strcmp(holder, id) == 0)
			unlinkat(dirfd(ranges), entry->d_name, 0);
	if (ranges)
		closedir(ranges);
}

int port_owner_sweep(void)
{
	autoclose int claims = claims_lock();
	DIR *ranges = claims < 0 ? NULL : open_ranges();
	struct dirent *entry;
	struct publication range;
	char holder[ID_LENGTH + 1];

	while (ranges && (entry = readdir(ranges)))
		if (read_entry(dirfd(ranges), entry->d_name, &range, holder) == 0 && !status_may_be_locked(holder))
			unlinkat(dirfd(ranges), entry->d_name, 0);
	if (ranges)
		closedir(ranges);
	return claims < 0 ? -1 : 0;
}

struct search {
	bool udp;
	uint32_t address;
	uint16_t port;
	char *name;
};

static int owns(const char *id, void *context)
{
	struct search *search = context;
	struct record container autorecord = { 0 }, status autorecord = { 0 };
	struct publication published;

	if (!status_is_locked(id) || container_record_load(&container, id) < 0
	    || status_load(&status, &container) < 0)
		return 0;
	for (const char *line = NULL; (line = record_next(&status, "port", line));)
		if (port_read_publication(line, &published) == 0
		    && overlaps(&published, search->udp, search->address, search->port)) {
			names_of(id, search->name);
			return 1;
		}
	return 0;
}

bool port_owner_find(bool udp, uint32_t address, uint16_t port, char name[NAME_LENGTH + 1])
{
	struct search search = { udp, address, port, name };
	int kept = errno;
	bool was = fail_silently(true), found = container_record_each(owns, &search) == 1;

	fail_silently(was);
	errno = kept;
	return found;
}
