/* Completing values: containers, images, and what the options of this or that name take. */
/* SPDX-License-Identifier: MIT */
#pragma once

struct applet;
struct opt;

/* The word that is completed, from where its value begins; `before` is what stands before that and
 * is printed with each candidate ("--network="). */
struct completed {
	const char *before;
	int before_length;
	const char *value;
};

/* Print a candidate if it is one. */
void complete_offer(const struct completed *word, const char *candidate);

/* What this option takes. */
void complete_option_value(const struct applet *applet, const struct opt *opt, struct completed word);

/* The operand of this number (0 for the first), by what the usage line calls it. */
void complete_operand(const struct applet *applet, int number, struct completed word);
