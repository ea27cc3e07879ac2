/* References: what people call an image, "[registry/]name[:tag]". */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "base/limits.h"

/* Write the form that is stored and shown: without docker.io/ and library/, with the tag ("latest"
 * if there is none). -1, silent, if it is no reference; reference_problem then has Docker's words. */
int reference_normalise(const char *text, char reference[REFERENCE_LENGTH + 1]);

/* Why a text is no reference: "invalid reference format…". */
const char *reference_problem(const char *text);

/* The tag of a reference in its stored form, with the reference cut before it. */
char *reference_cut_tag(char *reference);
