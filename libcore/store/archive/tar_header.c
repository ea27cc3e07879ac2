/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "store/archive/tar_header.h"

/* Where the fields are, and how long. */
enum {
	NAME = 0, NAME_LENGTH = 100, MODE = 100, OWNER = 108, GROUP = 116, NUMBER_LENGTH = 8, SIZE = 124, TIME = 136,
	LONG_LENGTH = 12, SUM = 148, TYPE = 156, LINK = 157, MAGIC = 257, MAJOR = 329, MINOR = 337, PREFIX = 345,
	PREFIX_LENGTH = 155, STAR_PREFIX_LENGTH = 131, STAR_MAGIC = 508
};

bool tar_header_is_end(const struct tar_header *header)
{
	for (size_t i = 0; i < TAR_BLOCK; i++)
		if (header->bytes[i])
			return false;
	return true;
}

/* Base 256, two's complement, without the highest bit. */
static bool read_binary(const unsigned char *field, size_t length, long long *number)
{
	long long value = field[0] & 0x40 ? -1 : 0;

	for (size_t i = 0; i < length; i++) {
		unsigned char byte = i ? field[i] : (unsigned char)(field[0] & 0x40 ? field[0] : field[0] & 0x3f);

		if (value > LLONG_MAX >> 8 || value < LLONG_MIN >> 8)
			return false;
		value = value * 256 + byte;
	}
	*number = value;
	return true;
}

bool tar_header_number(const char *field, size_t length, long long *number)
{
	size_t at = 0;
	long long value = 0;

	if (*field & 0x80)
		return read_binary((const unsigned char *)field, length, number);
	while (at < length && field[at] == ' ')
		at++;
	for (; at < length && field[at] >= '0' && field[at] <= '7'; at++)
		value = value * 8 + (field[at] - '0');
	*number = value;
	return at == length || !field[at] || field[at] == ' ';
}

/* Old programs took bytes for signed when they added them up. */
static bool has_right_sum(const char *bytes)
{
	long long said, sum = 0, signed_sum = 0;

	for (int i = 0; i < TAR_BLOCK; i++) {
		bool own = i >= SUM && i < SUM + NUMBER_LENGTH;

		sum += own ? ' ' : (unsigned char)bytes[i];
		signed_sum += own ? ' ' : (signed char)bytes[i];
	}
	return tar_header_number(bytes + SUM, NUMBER_LENGTH, &said) && (said == sum || said == signed_sum);
}

/* POSIX has room for more of a name; GNU's old format has other things there. */
static int prefix_length(const char *bytes)
{
	if (memcmp(bytes + MAGIC, "ustar", sizeof "ustar") != 0)
		return 0;
	return memcmp(bytes + STAR_MAGIC, "tar", sizeof "tar") == 0 ? STAR_PREFIX_LENGTH : PREFIX_LENGTH;
}

bool tar_header_read(struct tar_header *header)
{
	const char *bytes = header->bytes;
	int prefix = (int)strnlen(bytes + PREFIX, (size_t)prefix_length(bytes));

	header->type = bytes[TYPE];
	snprintf(header->name, sizeof header->name, "%.*s%s%.*s", prefix, bytes + PREFIX, prefix ? "/" : "",
		 NAME_LENGTH, bytes + NAME);
	snprintf(header->link, sizeof header->link, "%.*s", TAR_LINK, bytes + LINK);
	return has_right_sum(bytes) && tar_header_number(bytes + SIZE, LONG_LENGTH, &header->size)
	       && header->size >= 0;
}

/* What no format knows is a file, says POSIX. */
static mode_t file_type(char type)
{
	switch (type) {
	case '2':
		return S_IFLNK;
	case '3':
		return S_IFCHR;
	case '4':
		return S_IFBLK;
	case '5':
		return S_IFDIR;
	case '6':
		return S_IFIFO;
	default:
		return S_IFREG;
	}
}

bool tar_header_describe(const struct tar_header *header, struct archive_file *file)
{
	const char *bytes = header->bytes;
	long long mode, time, major = 0, minor = 0;

	if (!tar_header_number(bytes + MODE, NUMBER_LENGTH, &mode)
	    || !tar_header_number(bytes + OWNER, NUMBER_LENGTH, &file->uid)
	    || !tar_header_number(bytes + GROUP, NUMBER_LENGTH, &file->gid)
	    || !tar_header_number(bytes + TIME, LONG_LENGTH, &time))
		return false;
	file->mode = file_type(header->type) | ((mode_t)mode & 07777);
	if ((S_ISCHR(file->mode) || S_ISBLK(file->mode))
	    && (!tar_header_number(bytes + MAJOR, NUMBER_LENGTH, &major)
		|| !tar_header_number(bytes + MINOR, NUMBER_LENGTH, &minor)))
		return false;
	file->device = makedev((unsigned)major, (unsigned)minor);
	file->modified.tv_sec = time;
	file->modified.tv_nsec = 0;
	return true;
}
