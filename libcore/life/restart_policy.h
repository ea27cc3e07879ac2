/* The restart policy of a container: whether it runs again by itself after it has ended. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

enum restart_kind { RESTART_NO, RESTART_ON_FAILURE, RESTART_ALWAYS, RESTART_UNLESS_STOPPED };

struct restart_policy {
	enum restart_kind kind;
	int most;                 /* restarts of on-failure; 0: any number */
};

/* What the user typed, in the two steps that Docker has: is it of the form NAME[:COUNT], and is it a
 * policy. -1 said: "maximum retry count must be an integer", "invalid restart policy 'x'". */
int restart_policy_check_words(const char *text);
int restart_policy_parse(struct restart_policy *policy, const char *text);

/* A container's, as its record says (restart=, absent: no). */
void restart_policy_read(struct restart_policy *policy, const struct record *container);

/* Set the key restart= of a record; "no" is its absence. -1 said. */
int restart_policy_write(const struct restart_policy *policy, struct record *container);

/* Two empty files in the container's directory, durable, only where the policy isn't "no". */
enum restart_mark {
	RESTART_MARK_NONE,
	RESTART_MARK_STOPPED,     /* "stopped": the user ended it */
	RESTART_MARK_ENDED,       /* "ended": of on-failure, it ended by itself and was not to run again */
};

/* Leave this one. -1 said. */
int restart_policy_mark(const struct record *container, enum restart_mark mark);

/* True if this one (not NONE) is there. */
bool restart_policy_is_marked(const struct record *container, enum restart_mark mark);

/* Take both away: somebody starts it. None there is success and touches nothing. -1 said. */
int restart_policy_unmark(const struct record *container);

/* Whether it is to be started when the machine was switched on. */
bool restart_policy_at_boot(const struct record *container);
