/* The store: the two directories under which everything that linkbox remembers stands. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* /var/lib/linkbox (LINKBOX_STATE) survives a reboot; /run/linkbox (LINKBOX_RUN) is RAM:
 *
 *   state  containers/<id>/{record,links,hosts,hostname,resolv.conf,stopped,upper,work}
 *   state  leases/<lease>                   one record a lease (leases.h)
 *   state  images/<digest>/{record,config.json}, layers/<digest>/, tags/<reference>
 *   state  archives/<digest of a path>      (archive_note.h)
 *   state  heirlooms/<digest of a path>     (heirloom.h)
 *   state  volumes/<name>/{record,_data}    (volumes.h)
 *   run    containers/<id>/, leases/<lease> the same for --rm containers
 *   run    names/<name>, addresses/<address>, consumers/<lease>/<id>   indexes (names.h, leases.h)
 *   run    running/<id>/{lock,status,wiring,monitor.sock,log}           what runs (status.h)
 *   run    events, events.1                 what has happened (events.h)
 *   run    firewall-hint/                   a person has been told (hint.h)
 *   run    claims, leases.lock, wiring.lock, volumes.lock, loops.lock, subnet      locks and what a boot has decided */
enum store_root { STORE_STATE, STORE_RUN };

/* A directory of the store, made if absent (mode 0700): `path` "" is the root itself, "images" a
 * child. A close-on-exec descriptor that the caller closes; -1 after a failure that is said. */
int store_open(enum store_root root, const char *path);

/* The same, but what is absent stays so. -1 and errno, silent. */
int store_look(enum store_root root, const char *path);

/* Read the record at `path` below a root: as record_load, in one look, which counts where there are many. */
int store_load(struct record *record, enum store_root root, const char *path);

/* Call `each` for every entry of a directory of the store whose name doesn't begin with a dot, in no
 * order, until it returns non-zero; that is returned, else 0, also if there is no such directory. -1 said if it can't be read. */
int store_each(enum store_root root, const char *path,
	       int (*each)(int directory, const char *name, void *context), void *context);

/* Remove the temporary files of killed writers from a directory whose writers take turns: the caller
 * has their lock. -1 said. */
int store_sweep_temporaries(enum store_root root, const char *path);

/* The root's path, for messages and mounts. Absolute. */
const char *store_path(enum store_root root);

/* Wait for a lock of the run directory: a descriptor whose closing, or our end, lets go. -1 said. */
int store_lock(const char *name);
