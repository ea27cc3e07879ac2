/* Dispatch: Docker's other spellings of a command, and the commands that linkbox refuses by name. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Number of words to skip before the command: 1 for `container ls`, `image rm`, else 0. The word
 * after it is replaced by the command it stands for. */
int dispatch_management(int argc, char **argv);

/* The type that a management spelling's `inspect` is about ("image"); NULL if it has none. */
const char *dispatch_type(const char *object);

/* The applet that a word is another spelling of (`list` and `ls` for ps); the word itself if none. */
const char *dispatch_spelling(const char *word);

/* Say that there is no such command, and what to do instead; the exit status. */
int dispatch_refuse(const char *word);
