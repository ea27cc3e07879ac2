/* Characters beyond ASCII, as far as what people call things needs it: the C library's tables for all that Unicode
 * has are 14 kB. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A letter or a digit. What is no sign of any kind counts as one. */
bool letter_is(uint32_t character);

/* The other case, in Latin, Greek, Cyrillic and Armenian; else the character itself. */
uint32_t letter_upper(uint32_t character);
uint32_t letter_lower(uint32_t character);

/* East Asian characters and pictures take two columns of a terminal. */
bool letter_is_wide(uint32_t character);
