/* Install: links by which the applets are called under their own names. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* `linkbox --install [-s] [--prefix PREFIX] DIR`: a relative symbolic link in DIR for each of
 * `names` (ended by NULL); -s is what BusyBox users type, and changes nothing. argv[0] is "--install". The exit status; failures are said. */
int install(int argc, char **argv, const char *const *names);
