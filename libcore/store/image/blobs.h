/* Blobs: what has been seen in an image archive, which may come in any order. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"

enum {
	BLOBS_MOST = 4096,              /* entries of one archive that can mean something */
	BLOB_TEXT_MOST = 4 << 20,       /* bytes of one JSON */
	BLOB_TEXTS_MOST = 16 << 20,     /* of all JSONs of an archive */
};

enum blob_kind { BLOB_TEXT, BLOB_LAYER, BLOB_LINK, BLOB_UNREAD };

struct blob {
	enum blob_kind kind;
	char *name;                     /* in the archive, in plain form (tree_path.h) */
	char *text;                     /* BLOB_TEXT: the JSON; BLOB_LINK: the name it stands for */
	size_t length;                  /* of the JSON */
	const char *compression;        /* BLOB_UNREAD: the name of what it is compressed with */
	char digest[ID_LENGTH + 1];     /* of the blob as it is in the archive */
	char layer[ID_LENGTH + 1];      /* BLOB_LAYER: of the layer, unpacked: its diff id */
	long long size;                 /* BLOB_LAYER: of its files */
	bool staged;                    /* BLOB_LAYER: it was unpacked, to the stage's … */
	unsigned number;                /* … layer of this number */
};

struct blobs {
	const char *what;               /* the archive, for messages; borrowed */
	struct blob *all;
	unsigned count;
	size_t text_bytes;
};

/* -1 said. */
int blobs_open(struct blobs *blobs, const char *what);
void blobs_close(struct blobs *blobs);

/* A new blob of this name (copied); NULL said. */
struct blob *blobs_add(struct blobs *blobs, enum blob_kind kind, const char *name);

/* Room for the text of a new blob of this length, NUL behind it; NULL said. */
char *blobs_text_room(struct blobs *blobs, size_t length);

/* The blob of this name, links followed; NULL, silent. Of several the last. */
const struct blob *blobs_find(const struct blobs *blobs, const char *name);

/* The blob that was unpacked to this layer; NULL if there is none. */
const struct blob *blobs_find_layer(const struct blobs *blobs, const char *layer);

/* Check a blob that is named blobs/sha256/<digest> or <digest>.json against its name. -1 said. */
int blobs_verify(const struct blobs *blobs, const struct blob *blob);
