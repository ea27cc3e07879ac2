/* SPDX-License-Identifier: MIT */
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/archive_write.h"

struct copy {
	struct archive *disk, *tar;
	struct archive_entry_linkresolver *links;
	const char *what;
};

static int complain(const struct copy *copy, struct archive *archive)
{
	return fail("read %s: %s", copy->what, archive_error_string(archive));
}

static int write_data(const struct copy *copy)
{
	const void *data;
	size_t length;
	la_int64_t offset;
	int state;

	while ((state = archive_read_data_block(copy->disk, &data, &length, &offset)) == ARCHIVE_OK)
		if (archive_write_data(copy->tar, data, length) < 0)
			return complain(copy, copy->tar);
	return state == ARCHIVE_EOF ? 0 : complain(copy, copy->disk);
}

static int write_entry(const struct copy *copy, struct archive_entry *entry)
{
	struct archive_entry *later = NULL;

	/* A socket lives only as long as who listens. */
	if (archive_entry_filetype(entry) == AE_IFSOCK)
		return 0;
	archive_entry_unset_atime(entry);
	archive_entry_unset_ctime(entry);
	archive_entry_unset_birthtime(entry);
	archive_entry_linkify(copy->links, &entry, &later);
	if (archive_write_header(copy->tar, entry) < ARCHIVE_WARN)
		return complain(copy, copy->tar);
	if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) != AE_IFREG)
		return 0;
	return write_data(copy);
}

static int write_entries(const struct copy *copy)
{
	struct archive_entry *entry = archive_entry_new();
	int state, done = entry ? 0 : fail("read %s: %m", copy->what);

	while (!done && (state = archive_read_next_header2(copy->disk, entry)) != ARCHIVE_EOF) {
		if (state < ARCHIVE_WARN)
			done = complain(copy, copy->disk);
		else
			done = write_entry(copy, entry);
		archive_read_disk_descend(copy->disk);
	}
	archive_entry_free(entry);
	return done;
}

static int open_both(const struct copy *copy, int fd)
{
	archive_entry_linkresolver_set_strategy(copy->links, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE);
	archive_read_disk_set_symlink_physical(copy->disk);
	archive_read_disk_set_behavior(copy->disk, ARCHIVE_READDISK_NO_TRAVERSE_MOUNTS
						   | ARCHIVE_READDISK_NO_SPARSE | ARCHIVE_READDISK_NO_ACL);
	archive_write_set_format_pax(copy->tar);
	if (archive_read_disk_open(copy->disk, ".") != ARCHIVE_OK)
		return complain(copy, copy->disk);
	return archive_write_open_fd(copy->tar, fd) == ARCHIVE_OK ? 0 : complain(copy, copy->tar);
}

int archive_write_directory(int fd, int directory, const char *what)
{
	struct copy copy = {
		.disk = archive_read_disk_new(), .tar = archive_write_new(),
		.links = archive_entry_linkresolver_new(), .what = what,
	};
	int done = -1;

	/* Names are bytes to us; libarchive converts them, which is no change in UTF-8. */
	setlocale(LC_CTYPE, "C.UTF-8");
	if (!copy.disk || !copy.tar || !copy.links || fchdir(directory) < 0)
		fail("read %s: %m", what);
	else if (open_both(&copy, fd) == 0)
		done = write_entries(&copy);
	if (done == 0 && archive_write_close(copy.tar) != ARCHIVE_OK)
		done = complain(&copy, copy.tar);
	archive_read_free(copy.disk);
	archive_write_free(copy.tar);
	archive_entry_linkresolver_free(copy.links);
	return done;
}
