/* The chain that lets packets through to containers: it gives them the mark that routing wants. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "kernel/network/nft.h"

/* Put it on a batch, with the collections before it. */
void nat_admit_put(struct nft_batch *batch, uint32_t subnet);
