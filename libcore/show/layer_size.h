/* The size of a layer of the store. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Bytes of its files, which are gone through; 0 if it isn't there. */
unsigned long long layer_size(const char *digest);
