/* SPDX-License-Identifier: MIT */
#include "base/auto.h"
#include "show/container_size.h"
#include "show/layer_size.h"
#include "store/store.h"

unsigned long long layer_size(const char *digest)
{
	autoclose int layers = store_open(STORE_STATE, "layers");

	return layers < 0 ? 0 : container_size_below(layers, digest);
}
