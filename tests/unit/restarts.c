/* Restarts: which policy wants another run, and after what pause.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "life/restart_policy.h"
#include "life/monitor/restarts.h"

static int number, failed;

static void ok(bool good, const char *sentence)
{
	printf("%sok %d - restarts: %s\n", good ? "" : "not ", ++number, sentence);
	failed += !good;
}

static bool refused(const char *text, const char *words)
{
	struct restart_policy policy;

	return restart_policy_parse(&policy, text) < 0 && strcmp(fail_text(), words) == 0;
}

static bool reads(const char *text, enum restart_kind kind, int most)
{
	struct restart_policy policy;

	return restart_policy_parse(&policy, text) == 0 && policy.kind == kind && policy.most == most;
}

static void test_words(void)
{
	ok(reads("no", RESTART_NO, 0) && reads("", RESTART_NO, 0) && reads("always", RESTART_ALWAYS, 0)
	   && reads("unless-stopped", RESTART_UNLESS_STOPPED, 0) && reads("on-failure", RESTART_ON_FAILURE, 0),
	   "the four policies are known");
	ok(reads("on-failure:3", RESTART_ON_FAILURE, 3) && reads("on-failure:+3", RESTART_ON_FAILURE, 3)
	   && reads("on-failure:0", RESTART_ON_FAILURE, 0) && reads("always:0", RESTART_ALWAYS, 0),
	   "on-failure has a number, 0 is none");
	ok(refused("on-failure:", "maximum retry count must be an integer")
	   && refused("on-failure:x", "maximum retry count must be an integer")
	   && refused("on-failure:3x", "maximum retry count must be an integer")
	   && refused("on-failure: 3", "maximum retry count must be an integer")
	   && refused("on-failure:99999999999999999999", "maximum retry count must be an integer")
	   && refused("on-failure:1:2", "invalid restart policy format")
	   && refused("on-failure:-1", "maximum retry count cannot be negative")
	   && refused("always:3", "maximum retry count cannot be used with restart policy 'always'")
	   && refused("no:3", "maximum retry count cannot be used with restart policy 'no'")
	   && refused("sometimes", "invalid restart policy 'sometimes'")
	   && refused("alway", "invalid restart policy 'alway'")
	   && refused("Always", "invalid restart policy 'Always'"), "all else is refused in Docker's words");
}

static struct restarts begun(const char *policy)
{
	struct record container = { 0 };
	struct restarts restarts;

	record_add(&container, "restart", policy);
	restarts_begin(&restarts, &container);
	record_free(&container);
	return restarts;
}

/* The pause after a run of so many seconds, 0 if no other run follows. */
static int pause_after(struct restarts *restarts, double seconds, int exit)
{
	long nanoseconds = (long)((seconds - (double)(long)seconds) * 1e9);
	struct timespec now = { 1000 + (time_t)seconds, 500000000 };

	restarts->began = (struct timespec){ 1000, 500000000 };
	now.tv_nsec += nanoseconds;
	if (now.tv_nsec >= 1000000000) {
		now.tv_sec++;
		now.tv_nsec -= 1000000000;
	}
	return restarts_follow(restarts, exit, &now) ? restarts->pause : 0;
}

static void test_pauses(void)
{
	static const int wanted[] = { 100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000, 60000 };
	struct restarts restarts = begun("always");
	bool same = true;

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
		same = same && pause_after(&restarts, 0.1, 1) == wanted[i];
	ok(same && restarts.count == 12, "the pause doubles from a tenth of a second to a minute");
	ok(pause_after(&restarts, 9.9, 1) == 60000 && pause_after(&restarts, 10, 1) == 100
	   && pause_after(&restarts, 10.6, 1) == 100 && pause_after(&restarts, 1, 1) == 200,
	   "and begins anew after a run of ten seconds");
}

static void test_wishes(void)
{
	struct restarts restarts = begun("on-failure:2");

	ok(pause_after(&restarts, 1, 3) && pause_after(&restarts, 1, 3) && !pause_after(&restarts, 1, 3)
	   && restarts.count == 2 && restarts.exit == 3, "on-failure:2 restarts twice");
	ok(restarts_mark(&restarts, false) == RESTART_MARK_ENDED, "and then stays away");
	restarts = begun("on-failure");
	ok(!pause_after(&restarts, 1, 0) && restarts_mark(&restarts, false) == RESTART_MARK_ENDED,
	   "on-failure leaves a success alone");
	ok(restarts_mark(&restarts, true) == RESTART_MARK_NONE, "what could not be started may be tried again at boot");
	restarts = begun("always");
	ok(pause_after(&restarts, 1, 0) == 100 && pause_after(&restarts, 1, 1) == 200, "always restarts either way");
	restarts_cancel(&restarts, false);
	ok(!pause_after(&restarts, 1, 1) && restarts_mark(&restarts, false) == RESTART_MARK_NONE,
	   "a machine that goes down ends it, and leaves no mark");
	restarts_cancel(&restarts, true);
	ok(restarts_mark(&restarts, false) == RESTART_MARK_STOPPED, "the user's wish does");
	restarts = begun("no");
	ok(!pause_after(&restarts, 1, 1), "no is no");
	restarts.unhealthy = true;
	ok(pause_after(&restarts, 1, 0) == 100 && !pause_after(&restarts, 1, 0), "but one that was ended for its health runs again");
	restarts = begun("on-failure:1");
	restarts.unhealthy = true;
	ok(pause_after(&restarts, 1, 0) == 100, "an end for its health is a failure");
	restarts.unhealthy = true;
	ok(!pause_after(&restarts, 1, 0), "of which on-failure stands so many");
	restarts = begun("always");
	restarts_cancel(&restarts, true);
	restarts.unhealthy = true;
	ok(!pause_after(&restarts, 1, 0), "and not if the user has ended it");
}

int main(void)
{
	fail_silently(true);
	test_words();
	test_pauses();
	test_wishes();
	printf("1..%d\n", number);
	return failed != 0;
}
