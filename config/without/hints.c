/* Without CONFIG_HINTS: nobody is told what he could know. */
/* SPDX-License-Identifier: MIT */
#include "hint.h"

void hint_firewall(void)
{
}
