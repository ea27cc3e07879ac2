/* Confirmation: the question before much is removed, as Docker asks it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/* Write the warning and the question to standard output; true if a line "y" comes back. */
bool confirm(const char *warning);
