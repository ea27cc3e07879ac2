/* Signals by name, as people type them. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* "TERM", "SIGTERM", any case, "15", "RTMIN+3": the number; -1, silent, if it is no signal. */
int signal_number(const char *text);
