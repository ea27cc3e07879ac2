/* The first root: the file system that the kernel unpacks an initramfs into. It lies below all others of its
 * mount namespace, and before Linux 7.0 nothing can take it away, nor can pivot_root exchange it. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* The caller sees the first root as its own, alone in its mount namespace and with private mounts. Bury it: what
 * else is mounted goes, an empty file system that can't be unmounted covers it (where the kernel has no user
 * namespaces, one that CAP_SYS_ADMIN can unmount), and upon that lies a copy of what `root` shows, with
 * all that is mounted in it: the returned descriptor, ready for pivot_root. -1 said. */
int first_root_bury(int root);
