/* The indexes in RAM: names, addresses, ranges, consumers. The records are the truth; these are for speed. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* After a boot the first command builds them from the records; later ones find them. -1 said. */
int index_ensure(void);
