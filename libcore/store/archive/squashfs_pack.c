/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/archive/squashfs_pack.h"
#include "store/archive/squashfs_write.h"
#include "store/archive/tree_entry.h"
#include "store/archive/tree_path.h"
#include "store/archive/tree_write.h"

enum { BLOCKS_MOST = 1 << 23 };   /* of all files of a layer: a terabyte */

static struct packing {
	struct tree tree;                      /* nothing is written by its names */
	struct squashfs_output output;
	struct squashfs_node *root;
	struct squashfs_node *file;            /* whose contents come */
	unsigned char block[SQUASHFS_DATA];
	size_t filled;                         /* of it */
	uint64_t blocks;                       /* of all files */
} packing;

static int begin(int file, const char *what, const char *store)
{
	static const char superblock[SQUASHFS_SUPERBLOCK];

	packing.tree = (struct tree){ .verb = "pack", .what = what, .store = store };
	packing.output.file = file;
	packing.root = squashfs_node_make(S_IFDIR | 0755, 0);
	if (!packing.root || squashfs_put(&packing.output, superblock, sizeof superblock) < 0)
		return fail("pack %s: %m", what);
	return 0;
}

static uint32_t time_of(const struct archive_file *file)
{
	long long seconds = file->modified.tv_sec;

	return seconds < 0 ? 0 : seconds > UINT32_MAX ? UINT32_MAX : (uint32_t)seconds;
}

static int flush(void)
{
	struct squashfs_node *file = packing.file;
	uint32_t *size = &file->blocks[file->block_count++];

	if (squashfs_put_data(&packing.output, packing.block, packing.filled, size) < 0)
		return -1;
	if (!*size)
		file->holes += packing.filled;
	packing.filled = 0;
	return 0;
}

/* `bytes` NULL: a hole. */
static int fill(const unsigned char *bytes, uint64_t length)
{
	while (length) {
		size_t room = SQUASHFS_DATA - packing.filled, fits = room < length ? room : (size_t)length;

		/* Of a terabyte of nothing not every block is looked at. */
		if (!bytes && fits == SQUASHFS_DATA) {
			packing.file->block_count++;
			packing.file->holes += SQUASHFS_DATA;
			length -= SQUASHFS_DATA;
			continue;
		}
		if (bytes)
			memcpy(packing.block + packing.filled, bytes, fits);
		else
			memset(packing.block + packing.filled, 0, fits);
		packing.filled += fits;
		bytes = bytes ? bytes + fits : NULL;
		length -= fits;
		if (packing.filled == SQUASHFS_DATA && flush() < 0)
			return -1;
	}
	return 0;
}

static int take_contents(struct archive_reader *archive, const struct archive_file *file)
{
	uint64_t done = 0;
	const void *data;
	size_t length;
	off_t offset;
	int more;

	while ((more = archive_reader_data(archive, &data, &length, &offset)) > 0) {
		if ((uint64_t)offset < done || (uint64_t)offset + length > packing.file->size)
			return tree_refuse(&packing.tree, file->name, "its contents overlap");
		if (fill(NULL, (uint64_t)offset - done) < 0 || fill(data, length) < 0)
			return tree_refuse_errno(&packing.tree, file->name);
		done = (uint64_t)offset + length;
	}
	if (more < 0)
		return -1;
	if (fill(NULL, packing.file->size - done) < 0 || (packing.filled && flush() < 0))
		return tree_refuse_errno(&packing.tree, file->name);
	return 0;
}

static int write_regular(struct squashfs_node *node, struct archive_reader *archive, const struct archive_file *file)
{
	uint64_t blocks = ((uint64_t)file->size + SQUASHFS_DATA - 1) / SQUASHFS_DATA;

	packing.blocks += blocks;
	if (file->size < 0 || packing.blocks > BLOCKS_MOST)
		return tree_refuse(&packing.tree, file->name, "it is too large");
	node->size = (uint64_t)file->size;
	node->start = packing.output.length;
	node->blocks = calloc(blocks + 1, sizeof *node->blocks);
	if (!node->blocks)
		return tree_refuse_errno(&packing.tree, file->name);
	packing.file = node;
	packing.filled = 0;
	return take_contents(archive, file);
}

/* Docker makes what an archive leaves out: root's, 0755. NULL said. */
static struct squashfs_node *enter(char *path, const char *shown, uint32_t modified, const char **last)
{
	struct squashfs_node *directory = packing.root;
	char *slash;

	for (*last = path; (slash = strchr(*last, '/')); *last = slash + 1) {
		size_t length = (size_t)(slash - *last);
		struct squashfs_node *next = squashfs_node_find(directory, *last, length);

		if (!next) {
			next = squashfs_node_make(S_IFDIR | 0755, modified);
			if (!next || squashfs_node_put(directory, *last, length, next) < 0)
				return tree_refuse_errno(&packing.tree, shown), NULL;
		}
		if (!S_ISDIR(next->mode)) {
			tree_refuse(&packing.tree, shown, S_ISLNK(next->mode) ? "names go through this symbolic link"
				    : "Not a directory");
			return NULL;
		}
		directory = next;
	}
	return directory;
}

static int take_attributes(struct squashfs_node *node, struct archive_reader *archive)
{
	const char *name;
	const void *value;
	size_t length;

	while (archive_reader_attribute(archive, &name, &value, &length))
		if (tree_entry_wants(name) && squashfs_node_attribute(node, name, value, length) < 0)
			return -1;
	return 0;
}

static bool is_whiteout(const struct squashfs_node *node)
{
	return node && S_ISCHR(node->mode) && !node->device;
}

static int make_opaque(struct squashfs_node *directory)
{
	return squashfs_node_attribute(directory, "trusted.overlay.opaque", "y", 1);
}

/* Take what an entry says of a node; of a directory that was there it says it anew. */
static int describe(struct squashfs_node *node, struct archive_reader *archive, const struct archive_file *file)
{
	node->mode = file->mode;
	node->uid = (uint32_t)file->uid;
	node->gid = (uint32_t)file->gid;
	node->modified = time_of(file);
	node->device = S_ISCHR(file->mode) || S_ISBLK(file->mode) ? file->device : 0;
	if (file->symlink && squashfs_node_lead(node, file->symlink) < 0)
		return -1;
	return take_attributes(node, archive);
}

static int write_directory(struct squashfs_node *above, const char *name, struct archive_reader *archive,
	const struct archive_file *file)
{
	struct squashfs_node *there = squashfs_node_find(above, name, strlen(name)), *node = there;

	if (!there || !S_ISDIR(there->mode)) {
		node = squashfs_node_make(S_IFDIR, 0);
		if (!node || squashfs_node_put(above, name, strlen(name), node) < 0
		    || (is_whiteout(there) && make_opaque(node) < 0))
			return tree_refuse_errno(&packing.tree, file->name);
	}
	return describe(node, archive, file) < 0 ? tree_refuse_errno(&packing.tree, file->name) : 0;
}

static int write_hard_link(struct squashfs_node *above, const char *name, const struct archive_file *file)
{
	char path[PATH_MAX];
	const char *last;
	struct squashfs_node *directory, *target;

	if (tree_normalise(&packing.tree, file->hard_link, path) < 0)
		return -1;
	directory = enter(path, file->name, time_of(file), &last);
	if (!directory)
		return -1;
	target = squashfs_node_find(directory, last, strlen(last));
	if (!target)
		return tree_refuse(&packing.tree, file->name, "it is a link to something that is not in the layer");
	if (S_ISDIR(target->mode))
		return tree_refuse(&packing.tree, file->name, "it is a link to a directory");
	return squashfs_node_put(above, name, strlen(name), target) < 0
	       ? tree_refuse_errno(&packing.tree, file->name) : 0;
}

static int write_whiteout(struct squashfs_node *above, const char *name, const struct archive_file *file)
{
	const char *hidden = text_after(name, ".wh.");
	struct squashfs_node *there, *node;
	int made = 0;

	if (strcmp(name, ".wh..wh..opq") == 0)
		return make_opaque(above) < 0 ? tree_refuse_errno(&packing.tree, file->name) : 0;
	if (!*hidden || strcmp(hidden, ".") == 0 || strcmp(hidden, "..") == 0)
		return tree_refuse(&packing.tree, file->name, "it is a whiteout of no name");
	there = squashfs_node_find(above, hidden, strlen(hidden));
	if (there) {
		made = S_ISDIR(there->mode) ? make_opaque(there) : 0;
	} else {
		node = squashfs_node_make(S_IFCHR, time_of(file));
		made = node ? squashfs_node_put(above, hidden, strlen(hidden), node) : -1;
	}
	return made < 0 ? tree_refuse_errno(&packing.tree, file->name) : 0;
}

static int write_at(struct squashfs_node *above, const char *name, struct archive_reader *archive,
	const struct archive_file *file)
{
	struct squashfs_node *node;

	if (file->hard_link)
		return write_hard_link(above, name, file);
	if (S_ISDIR(file->mode))
		return write_directory(above, name, archive, file);
	node = squashfs_node_make(0, 0);
	if (!node || describe(node, archive, file) < 0)
		return tree_refuse_errno(&packing.tree, file->name);
	if (S_ISREG(file->mode) && write_regular(node, archive, file) < 0)
		return -1;
	return squashfs_node_put(above, name, strlen(name), node) < 0
	       ? tree_refuse_errno(&packing.tree, file->name) : 0;
}

static int add(struct archive_reader *archive, const struct archive_file *file, bool whiteouts)
{
	char path[PATH_MAX];
	struct squashfs_node *above;
	const char *last;
	int taken = tree_write_accepts(&packing.tree, file, path);

	if (taken <= 0)
		return taken;
	if (!*path) {
		if (!S_ISDIR(file->mode))
			return tree_refuse(&packing.tree, file->name, "the name is empty");
		return describe(packing.root, archive, file) < 0 ? tree_refuse_errno(&packing.tree, file->name) : 0;
	}
	above = enter(path, file->name, time_of(file), &last);
	if (!above)
		return -1;
	if (!text_starts(last, ".wh."))
		return write_at(above, last, archive, file);
	return whiteouts ? write_whiteout(above, last, file) : 0;
}

static int end(void)
{
	if (squashfs_write(&packing.output, packing.root) == 0)
		return 0;
	return errno == EOVERFLOW ? fail("pack %s: its files have more than 65535 owners", packing.tree.what)
				  : tree_refuse_errno(&packing.tree, "its tables");
}

const struct packer squashfs_packer = { begin, add, end };
