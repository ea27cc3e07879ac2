/* Packing a layer: its archive becomes one squashfs, in which owners, nodes and attributes are what they are whoever
 * writes it. Every kernel mounts it, and it is small; the format of libsquashfs' licence (LGPL 3) doesn't allow what
 * makers of closed devices do, so it is written here. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/archive/unpack.h"

extern const struct packer squashfs_packer;
