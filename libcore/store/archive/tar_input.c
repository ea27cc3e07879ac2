/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/archive/compression.h"
#include "store/archive/tar_input.h"
#include "store/image/digest.h"

/* Read at a time where most of what lies between is to be skipped. */
enum { SMALL_BLOCK = 1 << 13 };

static ssize_t read_some(struct tar_input *input, char *to, size_t room)
{
	ssize_t got;

	do
		got = read(input->source.fd, to, room);
	while (got < 0 && errno == EINTR);
	if (got > 0 && input->source.digest)
		digest_add(input->source.digest, to, (size_t)got);
	return got;
}

/* The first bytes show what it is. */
static int look(struct tar_input *input)
{
	enum { ENOUGH = 512 };
	const char *compression;
	ssize_t got = 1;

	while (got && input->left < ENOUGH) {
		got = read_some(input, input->block + input->left, SMALL_BLOCK - input->left);
		if (got < 0)
			return fail("read %s: %m", input->source.what);
		input->left += (size_t)got;
	}
	input->at = input->block;
	compression = compression_unread(input->block, input->left);
	return compression ? fail("read %s: it is compressed with %s; linkbox reads gzip and plain archives",
				  input->source.what, compression) : 0;
}

int tar_input_open(struct tar_input *input, const struct archive_source *source)
{
	input->source = *source;
	input->left = 0;
	input->zipped = false;
	if (look(input) < 0)
		return -1;
	if (!source->gzip || !gunzip_knows(input->block, input->left))
		return 0;
	if (gunzip_begin(&input->gunzip, NULL, NULL) < 0)
		return fail("read %s: %m", source->what);
	input->zipped = true;
	gunzip_give(&input->gunzip, input->block, input->left);
	input->left = 0;
	return 0;
}

void tar_input_close(struct tar_input *input)
{
	if (input->zipped)
		gunzip_end(&input->gunzip);
}

int tar_input_refuse(const struct tar_input *input)
{
	return fail("read %s: invalid tar header", input->source.what);
}

static int give_up(const struct tar_input *input)
{
	if (errno == EBADMSG)
		return fail("read %s: its gzip data is damaged", input->source.what);
	return fail("read %s: %m", input->source.what);
}

static int cut_off(const struct tar_input *input)
{
	return fail("read %s: it is cut off", input->source.what);
}

/* 1; 0 at the end; -1 said. */
static int fill(struct tar_input *input)
{
	ssize_t got;

	while (!input->left) {
		input->at = input->zipped ? input->plain : input->block;
		got = input->zipped ? gunzip_take(&input->gunzip, input->plain, sizeof input->plain) : 0;
		if (got < 0)
			return give_up(input);
		input->left = (size_t)got;
		if (got)
			break;
		got = read_some(input, input->block, input->source.skip ? SMALL_BLOCK : sizeof input->block);
		if (got < 0)
			return give_up(input);
		if (!got)
			return input->zipped && !input->gunzip.between ? cut_off(input) : 0;
		if (input->zipped)
			gunzip_give(&input->gunzip, input->block, (size_t)got);
		else
			input->left = (size_t)got;
	}
	return 1;
}

int tar_input_more(struct tar_input *input)
{
	return fill(input);
}

ssize_t tar_input_take(struct tar_input *input, const void **data, size_t most)
{
	int filled = fill(input);
	size_t length;

	if (!filled)
		cut_off(input);   /* an archive says where it ends */
	if (filled <= 0)
		return -1;
	length = most < input->left ? most : input->left;
	*data = input->at;
	input->at += length;
	input->left -= length;
	return (ssize_t)length;
}

int tar_input_read(struct tar_input *input, void *to, size_t length)
{
	for (size_t at = 0; at < length;) {
		const void *data;
		ssize_t got = tar_input_take(input, &data, length - at);

		if (got < 0)
			return -1;
		memcpy((char *)to + at, data, (size_t)got);
		at += (size_t)got;
	}
	return 0;
}

int tar_input_skip(struct tar_input *input, long long length)
{
	const void *data;
	ssize_t got;

	while (length) {
		if (!input->left && input->source.skip && !input->zipped
		    && lseek(input->source.fd, length, SEEK_CUR) >= 0)
			return 0;
		got = tar_input_take(input, &data, length < TAR_INPUT_BLOCK ? (size_t)length : TAR_INPUT_BLOCK);
		if (got < 0)
			return -1;
		length -= got;
	}
	return 0;
}

int tar_input_end(struct tar_input *input)
{
	int filled = input->zipped;

	while (filled > 0) {
		input->left = 0;
		filled = fill(input);
	}
	return filled;
}

void tar_input_drain(struct tar_input *input)
{
	while (read_some(input, input->block, sizeof input->block) > 0)
		continue;
}
