/* Completing: what may stand where the cursor is, from the same tables as parser and help. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Print what may stand in place of the last word, one a line; a line ":files" stands for the
 * shell's own file names. The first word is the command: linkbox, docker, ps, lb-ps. */
void complete(int argc, char **argv);
