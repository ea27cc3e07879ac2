/* Network namespaces: working in another one for a moment. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Enter the one that `netns` is open on, and return a descriptor of the one left, for netns_leave.
 * -1 and errno, silent: nothing changed. */
int netns_enter(int netns);

/* Go back, and close `outside`. -1 and errno, silent. */
int netns_leave(int outside);
