/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/stream.h"
#include "store/archive/tar_write.h"

enum { BLOCK = 512, NAME = 100, PIECE = 1 << 20 };

static const long long SMALL_NUMBER = 07777777, LARGE_NUMBER = 077777777777;

struct header {
	char name[NAME], mode[8], uid[8], gid[8], size[12], modified[12], checksum[8], type, link[NAME], magic[6],
		version[2], user[32], group[32], major[8], minor[8], prefix[155], rest[12];
};

_Static_assert(sizeof(struct header) == BLOCK, "of every tar");

/* EPIPE: who reads has given up, and has said why. */
static int complain(const struct tar *tar)
{
	return errno == EPIPE ? -1 : fail("write %s: %m", tar->what);
}

static void count(struct tar *tar, long long length)
{
	tar->written += length;
	if (tar->watch && length)
		tar->watch->tell(tar->watch->context, tar->what, tar->written, tar->total);
}

static int flush(struct tar *tar)
{
	size_t length = tar->used;

	tar->used = 0;
	if (length && !tar->counting && file_write(tar->fd, tar->block, length) < 0)
		return complain(tar);
	count(tar, (long long)length);
	return 0;
}

int tar_write_bytes(struct tar *tar, const void *data, size_t length)
{
	const char *from = data;

	while (length) {
		size_t room = sizeof tar->block - tar->used, piece = length < room ? length : room;

		memcpy(tar->block + tar->used, from, piece);
		tar->used += piece;
		from += piece;
		length -= piece;
		if (tar->used == sizeof tar->block && flush(tar) < 0)
			return -1;
	}
	return 0;
}

static int write_zeros(struct tar *tar, off_t length)
{
	static const char zeros[BLOCK];

	for (; length > 0; length -= BLOCK)
		if (tar_write_bytes(tar, zeros, length < BLOCK ? (size_t)length : BLOCK) < 0)
			return -1;
	return 0;
}

int tar_write_padding(struct tar *tar, off_t size)
{
	return write_zeros(tar, (BLOCK - size % BLOCK) % BLOCK);
}

/* A line of a pax header begins with its own length. */
static void write_line(FILE *lines, const char *key, const char *name, const void *value, size_t length)
{
	size_t rest = strlen(key) + strlen(name) + length + 3, digits = 1;
	char number[24];

	while ((size_t)snprintf(number, sizeof number, "%zu", rest + digits) > digits)
		digits++;
	fprintf(lines, "%zu %s%s=", rest + digits, key, name);
	fwrite(value, length, 1, lines);
	putc('\n', lines);
}

void tar_attribute(FILE *lines, const char *name, const void *value, size_t length)
{
	write_line(lines, "SCHILY.xattr.", name, value, length);
}

void tar_line(FILE *lines, const char *key, const char *value)
{
	write_line(lines, key, "", value, strlen(value));
}

static void add_number(FILE *lines, const char *key, long long number, long long most)
{
	char text[24];

	if (number <= most)
		return;
	snprintf(text, sizeof text, "%lld", number);
	write_line(lines, key, "", text, strlen(text));
}

static void add_time(FILE *lines, const struct tar_entry *entry)
{
	const struct timespec *time = &entry->status.st_mtim;
	char text[48];
	int length;

	if (time->tv_sec >= 0 && time->tv_sec <= LARGE_NUMBER && (!time->tv_nsec || entry->whole_seconds))
		return;
	length = snprintf(text, sizeof text, "%lld", (long long)time->tv_sec);
	if (time->tv_nsec && !entry->whole_seconds && time->tv_sec >= 0)
		length += snprintf(text + length, sizeof text - (size_t)length, ".%09ld", time->tv_nsec);
	write_line(lines, "mtime", "", text, (size_t)length);
}

static void add_text(FILE *lines, const char *key, const char *text)
{
	if (text && strlen(text) > NAME)
		write_line(lines, key, "", text, strlen(text));
}

static char type_of(const struct tar_entry *entry)
{
	switch (entry->status.st_mode & S_IFMT) {
	case S_IFDIR:
		return '5';
	case S_IFLNK:
		return '2';
	case S_IFCHR:
		return '3';
	case S_IFBLK:
		return '4';
	case S_IFIFO:
		return '6';
	default:
		return entry->link ? '1' : '0';
	}
}

/* In octal digits, as many as fit; what is too large is in the pax header. */
static void put_number(char *field, int width, long long number, long long most)
{
	char text[24];

	snprintf(text, sizeof text, "%0*llo", width - 1, number < 0 || number > most ? 0 : number);
	memcpy(field, text, (size_t)width - 1);
}

static int write_block(struct tar *tar, struct header *header)
{
	unsigned sum = 0;
	char text[16];

	memset(header->checksum, ' ', sizeof header->checksum);
	for (int i = 0; i < BLOCK; i++)
		sum += ((const unsigned char *)header)[i];
	snprintf(text, sizeof text, "%06o", sum);
	memcpy(header->checksum, text, 7);
	return tar_write_bytes(tar, header, sizeof *header);
}

static void fill(struct header *header, const struct tar_entry *entry, const char *name, char type, off_t size)
{
	const struct stat *status = &entry->status;

	memcpy(header->name, name, strnlen(name, NAME));
	put_number(header->mode, 8, status->st_mode & 07777, SMALL_NUMBER);
	put_number(header->uid, 8, status->st_uid, SMALL_NUMBER);
	put_number(header->gid, 8, status->st_gid, SMALL_NUMBER);
	put_number(header->size, 12, size, LARGE_NUMBER);
	put_number(header->modified, 12, status->st_mtim.tv_sec, LARGE_NUMBER);
	header->type = type;
	memcpy(header->magic, "ustar", 6);
	memcpy(header->version, "00", 2);
	if (S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode)) {
		put_number(header->major, 8, major(status->st_rdev), SMALL_NUMBER);
		put_number(header->minor, 8, minor(status->st_rdev), SMALL_NUMBER);
	}
}

static int write_pax_header(struct tar *tar, const struct tar_entry *entry, const char *lines, size_t length)
{
	struct tar_entry about = { .status = { .st_mode = 0644 } };
	struct header header = { 0 };
	const char *slash = strrchr(entry->name, '/');
	char name[NAME + 1];

	snprintf(name, sizeof name, "PaxHeaders/%s", slash ? slash + 1 : entry->name);
	fill(&header, &about, name, 'x', (off_t)length);
	if (write_block(tar, &header) < 0 || tar_write_bytes(tar, lines, length) < 0)
		return -1;
	return tar_write_padding(tar, (off_t)length);
}

/* What a plain header has no room for. */
static int write_lines(struct tar *tar, const struct tar_entry *entry, const char *name, off_t size)
{
	autofree char *text = NULL;
	size_t length;
	FILE *lines = stream_open(&text, &length);

	if (!lines)
		return fail("write %s: %m", tar->what);
	add_text(lines, "path", name);
	add_text(lines, "linkpath", entry->link);
	add_number(lines, "size", size, LARGE_NUMBER);
	add_number(lines, "uid", entry->status.st_uid, SMALL_NUMBER);
	add_number(lines, "gid", entry->status.st_gid, SMALL_NUMBER);
	add_time(lines, entry);
	if (entry->attributes_length)
		fwrite(entry->attributes, entry->attributes_length, 1, lines);
	if (stream_close(lines) < 0)
		return fail("write %s: %m", tar->what);
	return length ? write_pax_header(tar, entry, text, length) : 0;
}

int tar_write_header(struct tar *tar, const struct tar_entry *entry)
{
	off_t size = S_ISREG(entry->status.st_mode) && !entry->link ? entry->status.st_size : 0;
	bool slash = S_ISDIR(entry->status.st_mode) && strcmp(entry->name, "/") != 0;
	struct header header = { 0 };
	autofree char *name = NULL;

	if (asprintf(&name, "%s%s", entry->name, slash ? "/" : "") < 0)
		return fail("write %s: %m", tar->what);
	if (write_lines(tar, entry, name, size) < 0)
		return -1;
	fill(&header, entry, name, type_of(entry), size);
	if (entry->link)
		memcpy(header.link, entry->link, strnlen(entry->link, NAME));
	return write_block(tar, &header);
}

/* Through our buffer, where the kernel can't send from file to file. -1 and errno, 0 at its end. */
static ssize_t send_copy(struct tar *tar, int file, size_t length)
{
	ssize_t got = read(file, tar->block, length < sizeof tar->block ? length : sizeof tar->block);

	return got > 0 && file_write(tar->fd, tar->block, (size_t)got) < 0 ? -1 : got;
}

static ssize_t send_piece(struct tar *tar, int file, off_t left)
{
	size_t length = left < PIECE ? (size_t)left : PIECE;
	ssize_t sent;

	do
		sent = sendfile(tar->fd, file, NULL, length);
	while (sent < 0 && errno == EINTR);
	return sent < 0 && (errno == EINVAL || errno == ENOSYS) ? send_copy(tar, file, length) : sent;
}

int tar_write_file(struct tar *tar, int file, off_t size)
{
	off_t left = size;
	ssize_t sent = 1;

	if (flush(tar) < 0)
		return -1;
	if (tar->counting) {
		tar->written += size;
		return 0;
	}
	while (left > 0 && (sent = send_piece(tar, file, left)) > 0) {
		left -= sent;
		count(tar, sent);
	}
	return sent < 0 ? complain(tar) : write_zeros(tar, left);
}

int tar_write_end(struct tar *tar)
{
	return write_zeros(tar, 2 * BLOCK) < 0 ? -1 : flush(tar);
}
