/* Format: Documentation/filesystems/squashfs.rst and fs/squashfs/squashfs_fs.h of Linux, version 4.0. All inodes are of
 * the extended kind, there are no fragments and no table for NFS. SPDX-License-Identifier: MIT */
#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "store/archive/squashfs_attributes.h"
#include "store/archive/squashfs_write.h"

enum { PAGE = 4096, OWNERS_MOST = 65535, NO_FRAGMENT = -1, LISTED_MOST = 256 };

struct writing {
	struct squashfs_metadata inodes, listings, owners;
	struct squashfs_attribute_tables attributes;
	uint32_t owner[OWNERS_MOST];
	unsigned owner_count;
	uint32_t count, newest;        /* of inodes; their latest time */
};

static struct writing writing;

static int kind_of(const struct squashfs_node *node)
{
	switch (node->mode & S_IFMT) {
	case S_IFDIR:
		return 1;
	case S_IFREG:
		return 2;
	case S_IFLNK:
		return 3;
	case S_IFBLK:
		return 4;
	case S_IFCHR:
		return 5;
	case S_IFIFO:
		return 6;
	default:
		return 7;
	}
}

/* Number all nodes and count their names. */
static void number(struct squashfs_node *node)
{
	node->number = ++writing.count;
	if (node->modified > writing.newest)
		writing.newest = node->modified;
	if (!S_ISDIR(node->mode))
		return;
	node->links = 2;
	for (size_t i = 0; i < node->count; i++) {
		struct squashfs_node *child = node->names[i].node;

		if (!child->number)
			number(child);
		if (S_ISDIR(child->mode))
			node->links++;
		else
			child->links++;
	}
}

static int owner_of(uint32_t id)
{
	for (unsigned i = 0; i < writing.owner_count; i++)
		if (writing.owner[i] == id)
			return (int)i;
	if (writing.owner_count == OWNERS_MOST)
		return errno = EOVERFLOW, -1;
	if (squashfs_add_32(&writing.owners, id) < 0)
		return -1;
	writing.owner[writing.owner_count] = id;
	return (int)writing.owner_count++;
}

static int begin_inode(struct squashfs_node *node)
{
	enum { EXTENDED = 7 };
	struct squashfs_metadata *inodes = &writing.inodes;
	int uid = owner_of(node->uid), gid = owner_of(node->gid);

	if (uid < 0 || gid < 0)
		return -1;
	node->reference = squashfs_reference(inodes);
	node->written = true;
	return squashfs_add_16(inodes, (unsigned)kind_of(node) + EXTENDED) < 0
	       || squashfs_add_16(inodes, node->mode & 07777) < 0 || squashfs_add_16(inodes, (unsigned)uid) < 0
	       || squashfs_add_16(inodes, (unsigned)gid) < 0 || squashfs_add_32(inodes, node->modified) < 0
	       || squashfs_add_32(inodes, node->number) < 0 ? -1 : 0;
}

static int write_regular(const struct squashfs_node *node, uint32_t attributes)
{
	struct squashfs_metadata *inodes = &writing.inodes;

	if (squashfs_add_64(inodes, node->start) < 0 || squashfs_add_64(inodes, node->size) < 0
	    || squashfs_add_64(inodes, node->holes) < 0 || squashfs_add_32(inodes, node->links) < 0
	    || squashfs_add_32(inodes, (uint32_t)NO_FRAGMENT) < 0 || squashfs_add_32(inodes, 0) < 0
	    || squashfs_add_32(inodes, attributes) < 0)
		return -1;
	for (size_t i = 0; i < node->block_count; i++)
		if (squashfs_add_32(inodes, node->blocks[i]) < 0)
			return -1;
	return 0;
}

/* As the kernel's new_encode_dev. */
static uint32_t device_number(dev_t device)
{
	return (minor(device) & 0xffU) | major(device) << 8 | (minor(device) & ~0xffU) << 12;
}

static int write_leaf(struct squashfs_node *node)
{
	struct squashfs_metadata *inodes = &writing.inodes;
	uint32_t attributes;

	if (squashfs_attributes_add(&writing.attributes, &node->attributes, &attributes) < 0 || begin_inode(node) < 0)
		return -1;
	if (S_ISREG(node->mode))
		return write_regular(node, attributes);
	if (squashfs_add_32(inodes, node->links) < 0
	    || ((S_ISCHR(node->mode) || S_ISBLK(node->mode))
		&& squashfs_add_32(inodes, device_number(node->device)) < 0)
	    || (S_ISLNK(node->mode) && (squashfs_add_32(inodes, (uint32_t)strlen(node->symlink)) < 0
					|| squashfs_add(inodes, node->symlink, strlen(node->symlink)) < 0)))
		return -1;
	return squashfs_add_32(inodes, attributes);
}

/* How many names from this one on share a header: their inodes are in one block, with numbers that are near. */
static size_t count_together(const struct squashfs_name *names, size_t count)
{
	size_t together = 1;

	for (; together < count && together < LISTED_MOST; together++) {
		long long distance = (long long)names[together].node->number - names[0].node->number;

		if (names[together].node->reference >> 16 != names[0].node->reference >> 16
		    || distance < INT16_MIN || distance > INT16_MAX)
			break;
	}
	return together;
}

static int list(const struct squashfs_node *directory, uint32_t *length)
{
	struct squashfs_metadata *listings = &writing.listings;

	*length = 0;
	for (size_t i = 0, together; i < directory->count; i += together) {
		const struct squashfs_name *names = directory->names + i;

		together = count_together(names, directory->count - i);
		if (squashfs_add_32(listings, (uint32_t)together - 1) < 0
		    || squashfs_add_32(listings, (uint32_t)(names->node->reference >> 16)) < 0
		    || squashfs_add_32(listings, names->node->number) < 0)
			return -1;
		*length += 12;
		for (size_t j = 0; j < together; j++) {
			size_t size = strlen(names[j].name);

			if (squashfs_add_16(listings, names[j].node->reference & 0xffff) < 0
			    || squashfs_add_16(listings, names[j].node->number - names->node->number) < 0
			    || squashfs_add_16(listings, (unsigned)kind_of(names[j].node)) < 0
			    || squashfs_add_16(listings, (unsigned)size - 1) < 0
			    || squashfs_add(listings, names[j].name, size) < 0)
				return -1;
			*length += (uint32_t)(8 + size);
		}
	}
	return 0;
}

static int write_directory(struct squashfs_node *node, uint32_t above)
{
	struct squashfs_metadata *inodes = &writing.inodes;
	uint32_t length, attributes;
	uint64_t listing;

	for (size_t i = 0; i < node->count; i++) {
		struct squashfs_node *child = node->names[i].node;

		if (S_ISDIR(child->mode) ? write_directory(child, node->number) < 0
		    : !child->written && write_leaf(child) < 0)
			return -1;
	}
	listing = squashfs_reference(&writing.listings);
	if (list(node, &length) < 0
	    || squashfs_attributes_add(&writing.attributes, &node->attributes, &attributes) < 0
	    || begin_inode(node) < 0 || squashfs_add_32(inodes, node->links) < 0
	    || squashfs_add_32(inodes, length + 3) < 0    /* "." and "..", as the format counts them */
	    || squashfs_add_32(inodes, (uint32_t)(listing >> 16)) < 0 || squashfs_add_32(inodes, above) < 0
	    || squashfs_add_16(inodes, 0) < 0 || squashfs_add_16(inodes, listing & 0xffff) < 0)
		return -1;
	return squashfs_add_32(inodes, attributes);
}

struct superblock {
	uint32_t magic, inodes, modified, block_size, fragments;
	uint16_t compressor, block_log, flags, owners, major, minor;
	uint64_t root, length, owner_table, attribute_table, inode_table, listing_table, fragment_table, export_table;
};

static int put_tables(struct squashfs_output *output, struct superblock *super)
{
	static const char zeros[PAGE];
	uint64_t place;

	super->inode_table = htole64(output->length);
	if (squashfs_put_metadata(output, &writing.inodes) < 0)
		return -1;
	super->listing_table = htole64(output->length);
	if (squashfs_put_metadata(output, &writing.listings) < 0
	    || squashfs_put_table(output, &writing.owners, "", 0, &place) < 0)
		return -1;
	super->owner_table = htole64(place);
	if (squashfs_attributes_put(output, &writing.attributes, &place) < 0)
		return -1;
	super->attribute_table = htole64(place);
	super->length = htole64(output->length);
	/* A device is whole blocks. */
	return squashfs_put(output, zeros, (PAGE - output->length % PAGE) % PAGE);
}

int squashfs_write(struct squashfs_output *output, struct squashfs_node *root)
{
	enum { ZLIB = 1, NO_FRAGMENTS = 0x10, DATA_LOG = 17 };
	struct superblock super = {
		.magic = htole32(0x73717368), .block_size = htole32(SQUASHFS_DATA), .compressor = htole16(ZLIB),
		.block_log = htole16(DATA_LOG), .flags = htole16(NO_FRAGMENTS), .major = htole16(4),
		.fragment_table = UINT64_MAX, .export_table = UINT64_MAX,
	};

	_Static_assert(sizeof super == SQUASHFS_SUPERBLOCK, "as the format has it");
	number(root);
	if (write_directory(root, writing.count + 1) < 0 || put_tables(output, &super) < 0)
		return -1;
	super.inodes = htole32(writing.count);
	super.modified = htole32(writing.newest);
	super.owners = htole16((uint16_t)writing.owner_count);
	super.root = htole64(root->reference);
	return pwrite(output->file, &super, sizeof super, 0) == sizeof super ? 0 : -1;
}
