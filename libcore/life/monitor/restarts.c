/* SPDX-License-Identifier: MIT */
#include "life/monitor/restarts.h"

enum { PAUSE_LEAST = 100, PAUSE_MOST = 60000, LONG_RUN = 10 };   /* milliseconds; seconds. Docker's */

void restarts_begin(struct restarts *restarts, const struct record *container)
{
	*restarts = (struct restarts){ 0 };
	restart_policy_read(&restarts->policy, container);
}

void restarts_cancel(struct restarts *restarts, bool by_hand)
{
	restarts->cancelled = true;
	restarts->by_hand = restarts->by_hand || by_hand;
	restarts->waiting = false;
}

static bool is_wanted(const struct restarts *restarts, int exit)
{
	if (restarts->cancelled)
		return false;
	switch (restarts->policy.kind) {
	case RESTART_ALWAYS:
	case RESTART_UNLESS_STOPPED:
		return true;
	case RESTART_ON_FAILURE:
		return (exit != 0 || restarts->unhealthy) && (!restarts->policy.most || restarts->count < restarts->policy.most);
	default:
		return restarts->unhealthy;
	}
}

static bool was_long(const struct timespec *began, const struct timespec *now)
{
	time_t seconds = now->tv_sec - began->tv_sec;

	return seconds > LONG_RUN || (seconds == LONG_RUN && now->tv_nsec >= began->tv_nsec);
}

bool restarts_follow(struct restarts *restarts, int exit, const struct timespec *now)
{
	restarts->exit = exit;
	if (!is_wanted(restarts, exit))
		return false;
	restarts->unhealthy = false;
	if (!restarts->pause || was_long(&restarts->began, now))
		restarts->pause = PAUSE_LEAST;
	else
		restarts->pause = restarts->pause < PAUSE_MOST / 2 ? 2 * restarts->pause : PAUSE_MOST;
	restarts->count++;
	return true;
}

enum restart_mark restarts_mark(const struct restarts *restarts, bool failed)
{
	if (restarts->by_hand)
		return RESTART_MARK_STOPPED;
	return restarts->policy.kind == RESTART_ON_FAILURE && !restarts->cancelled && !failed ? RESTART_MARK_ENDED
										    : RESTART_MARK_NONE;
}
