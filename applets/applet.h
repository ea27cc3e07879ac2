/* An applet: one command, as the dispatcher in main.c sees it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "options.h"

enum { ANY_NUMBER = 1 << 20 };

struct applet {
	const char *name;
	const char *summary;          /* one line of help; NULL hides the applet from every list */
	const char *operands;         /* of the usage line, as Docker writes it: "CONTAINER [CONTAINER...]" */
	int least, most;              /* number of operands that main.c lets through */
	const struct opt *options;    /* ended by OPT_END; NULL for none */
	bool words_follow;            /* what follows the first operand is not ours to parse (run, exec) */
	bool for_anyone;              /* works without root rights */
	const char **elsewhere;       /* and so does this one if that is given: NULL, or where an option goes */
	int own_fault;                /* exit status where root rights are missing, if not 1 */
	const struct applet *verbs;   /* of an applet that only has commands of its own, "volume rm"; ended by
	                                 one without a name. One without a main is there under its last word */
	int (*main)(int argc, char **argv);   /* gets the operands alone; returns the exit status */
};

/* All of them by name, ended by NULL (main.c). */
extern const struct applet *const applets[];
