/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/duration.h"
#include "base/fail.h"
#include "kernel/cgroup/oom.h"
#include "kernel/process.h"
#include "life/health/health_probe.h"
#include "life/health/health_watch.h"
#include "life/monitor/powers.h"

int health_watch_open(struct health_watch *watch, struct record *container, int score)
{
	*watch = (struct health_watch){ .container = container, .score = score, .timer = -1 };
	if (!healthcheck_exists(container))
		return 0;
	healthcheck_read(&watch->check, container);
	watch->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	return watch->timer < 0 ? fail("watch the container's health: %m") : 0;
}

/* 0: never. */
static void set_timer(const struct health_watch *watch, int64_t after)
{
	struct itimerspec when = { .it_value = { (time_t)(after / DURATION_SECOND), (long)(after % DURATION_SECOND) } };

	if (watch->timer >= 0)
		timerfd_settime(watch->timer, 0, &when, NULL);
}

void health_watch_begin(struct health_watch *watch)
{
	watch->health = (struct health){ .state = HEALTH_STARTING };
	watch->anew = false;
	watch->started = duration_clock();
	set_timer(watch, watch->check.interval);
}

void health_watch_rest(struct health_watch *watch)
{
	int status;

	set_timer(watch, 0);
	if (!watch->prober)
		return;
	kill(watch->prober, SIGKILL);
	while (waitpid(watch->prober, &status, 0) < 0 && errno == EINTR)
		;
	watch->prober = 0;
	watch->anew = true;
}

void health_watch_resume(struct health_watch *watch)
{
	set_timer(watch, watch->check.interval);
}

void health_watch_probe(struct health_watch *watch, int process)
{
	uint64_t expired;

	if (read(watch->timer, &expired, sizeof expired) != sizeof expired)
		return;
	watch->asked = duration_clock();
	watch->prober = powers_fork();
	if (watch->prober == 0) {
		struct health_probe probe = {
			.container = watch->container, .process = process, .check = watch->check,
			.health = watch->health, .age = (int64_t)(watch->asked - watch->started), .anew = watch->anew,
		};

		/* Nothing of the monitor's, or who waits for its end, or for that of the standard input, waits
		 * for that of the probe as well. */
		if (process_close_others(process) < 0)
			_exit(PROBE_FAILED | PROBE_NOT_NOTED);
		oom_set_score(watch->score);
		_exit(health_probe_run(&probe));
	}
	if (watch->prober > 0)
		return;
	/* Where there is no room for a process, nothing can be told; the next time, perhaps. */
	watch->prober = 0;
	set_timer(watch, watch->check.interval);
}

bool health_watch_reap(struct health_watch *watch, pid_t ended, int status)
{
	bool changed;

	if (ended != watch->prober)
		return false;
	watch->prober = 0;
	set_timer(watch, watch->check.interval);
	if (!WIFEXITED(status) || WEXITSTATUS(status) & PROBE_NOT_NOTED)
		watch->anew = true;
	else if (WEXITSTATUS(status) != PROBE_VOID)
		watch->anew = false;
	if (!WIFEXITED(status) || WEXITSTATUS(status) == PROBE_VOID)
		return false;
	changed = health_judge(&watch->health, &watch->check, WEXITSTATUS(status) & PROBE_FAILED,
			       (int64_t)(watch->asked - watch->started));
	return changed && watch->health.state == HEALTH_UNHEALTHY;
}
