/* An entry of an archive, made where it goes: contents, owner, mode, attributes, times. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/archive/archive_read.h"
#include "store/archive/tree_path.h"

/* Where an entry goes: `name` below the open directory `parent`. */
struct place {
	int parent;
	const char *name;
};

/* True for an extended attribute that archives carry: of users and programs, not of overlayfs itself, which
 * could show what is in other layers. */
bool tree_entry_wants(const char *attribute);

/* Make a file, link or node where nothing has the name. -1 said. */
int tree_entry_regular(struct tree *tree, const struct place *place, struct archive_reader *archive,
	const struct archive_file *file);
int tree_entry_hard_link(struct tree *tree, const struct place *place, const struct archive_file *file);
int tree_entry_node(struct tree *tree, const struct place *place, const struct archive_file *file);

/* Give an open directory what the entry says of it. -1 and errno. */
int tree_entry_finish(struct archive_reader *archive, int fd, const struct archive_file *file);
