/* Help: what an applet's option table says to people, as Docker's client lays it out. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct applet;

/* "docker", or "linkbox" where it isn't called so. */
const char *help_program(void);

/* How it was called, where that isn't its name: "container rm". */
void help_called(const char *object, const char *verb);
const char *help_name(const struct applet *applet);

/* The help of an applet, on standard output: as wide as the terminal, 80 columns where there is none. */
void help_write(const struct applet *applet);

/* The help of an applet that has verbs, on standard error: for who named none of them. */
void help_verbs(const struct applet *applet);

/* "See 'linkbox rm --help'.", the line of usage and the summary, as part of an error. */
void help_usage(const struct applet *applet);
