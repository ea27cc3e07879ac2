/* Revocation: what the firewall no longer lets through also ends where it is under way. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/record.h"

/* End the connections that these elements of nat.h allowed, once they are gone; of a range, all of
 * its protocol; of an `open` element, all of its address. `count` elements there are. -1 said. */
int nat_revoke(const struct record *removed, int count);
