/* Layers that load --root and import --root pack: a tar, read entry by entry, that becomes one squashfs. The process
 * that does it leaves its memory to its end; here it is kept in a list and freed behind each input.
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <zlib.h>

#include "fuzz.h"
#include "store/archive/unpack.c"

struct piece {
	struct piece *next, *previous;
	max_align_t bytes[];
};

static struct piece pieces = { &pieces, &pieces };

static void take_out(struct piece *piece)
{
	piece->previous->next = piece->next;
	piece->next->previous = piece->previous;
}

static void *resize(void *bytes, size_t size)
{
	struct piece *piece = bytes ? (struct piece *)((char *)bytes - offsetof(struct piece, bytes)) : NULL;

	if (piece)
		take_out(piece);
	piece = realloc(piece, sizeof *piece + size);
	fuzz_expect(piece);
	*piece = (struct piece){ &pieces, pieces.previous };
	piece->previous->next = pieces.previous = piece;
	return piece->bytes;
}

static void *clear(size_t count, size_t size)
{
	return memset(resize(NULL, count * size), 0, count * size);
}

static char *duplicate(const char *text)
{
	return strcpy(resize(NULL, strlen(text) + 1), text);
}

static int print(char **text, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	*text = resize(NULL, (size_t)length + 1);
	va_start(list, format);
	vsnprintf(*text, (size_t)length + 1, format, list);
	va_end(list);
	return length;
}

static void give_back(void *bytes)
{
	struct piece *piece = bytes ? (struct piece *)((char *)bytes - offsetof(struct piece, bytes)) : NULL;

	if (piece)
		take_out(piece);
	free(piece);
}

#define calloc clear
#define realloc resize
#define strdup duplicate
#define asprintf print
#define free give_back
#define end end_packing
#include "store/archive/squashfs_pack.c"
#undef end
#define write_regular write_inode_of_regular
#define write_directory write_inode_of_directory
#include "store/archive/squashfs_attributes.c"
#include "store/archive/squashfs_blocks.c"
#include "store/archive/squashfs_tree.c"
#include "store/archive/squashfs_write.c"
#undef calloc
#undef realloc
#undef strdup
#undef asprintf
#undef free

enum { SIZE_MOST = 1 << 30 };

static void forget_all(void)
{
	while (pieces.next != &pieces)
		give_back(pieces.next->bytes);
	memset(&packing, 0, sizeof packing);
	memset(&writing, 0, sizeof writing);
}

static void read_at(int file, uint64_t place, void *bytes, size_t length)
{
	fuzz_expect(pread(file, bytes, length, (off_t)place) == (ssize_t)length);
}

/* From one table to the next there are blocks of metadata, all but the last full, and nothing else. */
static void walk(int file, uint64_t from, uint64_t to)
{
	static unsigned char squeezed[SQUASHFS_METADATA], block[SQUASHFS_METADATA];
	bool last = false;

	while (from < to) {
		uint16_t head;
		uLongf length = sizeof block;

		fuzz_expect(!last);
		read_at(file, from, &head, sizeof head);
		from += sizeof head + (head & (PLAIN_METADATA - 1U));
		fuzz_expect((head & (PLAIN_METADATA - 1U)) <= sizeof squeezed && from <= to);
		if (head & PLAIN_METADATA) {
			last = (head & (PLAIN_METADATA - 1U)) < sizeof block;
			continue;
		}
		read_at(file, from - head, squeezed, head);
		fuzz_expect(uncompress(block, &length, squeezed, head) == Z_OK);
		last = length < sizeof block;
	}
	fuzz_expect(from == to);
}

static void expect_squashfs(int file)
{
	struct superblock super;
	uint64_t owners;
	struct stat status;

	read_at(file, 0, &super, sizeof super);
	fuzz_expect(fstat(file, &status) == 0 && status.st_size % PAGE == 0 && super.magic == 0x73717368
		    && super.inodes == writing.count && super.owners == writing.owner_count
		    && super.length <= (uint64_t)status.st_size && status.st_size - (off_t)super.length < PAGE);
	read_at(file, super.owner_table, &owners, sizeof owners);
	walk(file, super.inode_table, super.listing_table);
	walk(file, super.listing_table, owners);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct allowance allowance = { .left = SIZE_MOST, .text = "1g" };
	struct unpack unpack = { .what = "layer", .packer = &squashfs_packer, .whiteouts = true, .allowance = &allowance };
	struct archive_reader *archive;
	long long sum = 0;
	char path[32];
	int fd, file;

	fuzz_world();
	fd = fuzz_file(data, size, path);
	file = open("/run/packed", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	fuzz_expect(file >= 0);
	archive = archive_reader_open(&(struct archive_source){ .fd = fd, .what = "layer" });
	if (archive && squashfs_packer.begin(file, "layer", "store") == 0
	    && write_entries(&unpack, archive, NULL, &sum) == 0 && squashfs_packer.end() == 0)
		expect_squashfs(file);
	archive_reader_close(archive);
	close(fd);
	close(file);
	forget_all();
	fuzz_expect(sum >= 0);
	return 0;
}
