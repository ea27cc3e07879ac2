/* A stage: where layers stand until all of a load is known to be good, and when they are on their
 * way out. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/archive/allowance.h"

enum { STAGE_NAME = 48 };

/* A directory of its own below layers/, locked while its process lives. One that nobody has locked
 * was cut off: the next stage_open sweeps it. */
struct stage {
	int layers;                 /* the directory of all layers */
	int directory;
	char name[STAGE_NAME];
	unsigned used;              /* numbers given to layers so far */
	struct allowance allowance; /* of its layers; stage_open allows any amount */
};

/* -1 said. */
int stage_open(struct stage *stage);

/* Remove it with all that is still in it. */
void stage_close(struct stage *stage);

struct packer;

/* From here on layers are files of this packer (unpack.h) and no directories; NULL: as ever. */
void stage_pack(const struct packer *packer);
const struct packer *stage_packer(void);

/* An empty directory (or file) for a layer, and the number it is known by: a descriptor, -1 said. */
int stage_layer(struct stage *stage, unsigned *number);
void stage_drop(const struct stage *stage, unsigned number);

/* All that is in it is on the disk when this returns. -1 said. */
int stage_sync(const struct stage *stage);

/* Put a layer, synced before, in its place in the store; one that is there already wins. On the
 * disk after stage_settle. -1 said. */
int stage_commit(const struct stage *stage, unsigned number, const char *digest);
int stage_settle(const struct stage *stage);

/* Take a layer out of the store. -1 said. */
int stage_withdraw(const struct stage *stage, const char *digest);

/* Mark a layer of the store that this process counts on. -1 said. */
int stage_keep(const struct stage *stage, const char *digest);

/* Call `each` for every layer that any stage keeps, until it returns non-zero; that is returned. */
int stage_each_kept(int (*each)(const char *digest, void *context), void *context);
