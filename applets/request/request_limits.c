/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/text.h"
#include "kernel/cgroup/cgroup.h"
#include "life/limits/limits.h"
#include "request/request.h"
#include "request/request_limits.h"
#include "request/request_limits_verify.h"

enum { NOT_GIVEN = 0 };

struct request_limits request_limits = { .swappiness = NO_SWAPPINESS };

/* "-1" where it has a meaning. */
static int read_bytes(const char *text, bool signs, long long *bytes)
{
	unsigned long long size;

	if (signs && strcmp(text, "-1") == 0) {
		*bytes = -1;
		return 0;
	}
	if (text_size(text, &size) < 0)
		return -1;
	*bytes = (long long)size;
	return 0;
}

static int check_bytes(const char *text, bool signs, const char *flag)
{
	long long bytes;

	return !text || read_bytes(text, signs, &bytes) == 0
	       ? 0 : fail("invalid argument \"%s\" for \"%s\" flag: invalid size: '%s'", text, flag, text);
}

/* "1.5" is 1500000000. 1: it has more digits than that; -1: it is no number. */
static int read_cpus(const char *text, long long *nano)
{
	const char *digit = text + (*text == '-');
	long long scale = 1000000000, most = LLONG_MAX / 20;
	bool any = false;

	*nano = 0;
	for (; isdigit((unsigned char)*digit); digit++, any = true)
		*nano = *nano > most ? *nano : *nano * 10 + (*digit - '0') * scale;
	if (*digit == '.')
		for (digit++; isdigit((unsigned char)*digit); digit++, any = true) {
			scale /= 10;
			*nano += (*digit - '0') * scale;
			if (!scale && *digit != '0')
				return 1;
		}
	if (*text == '-')
		*nano = -*nano;
	return any && !*digit ? 0 : -1;
}

static int check_cpus(const char *text)
{
	long long nano;
	int bad = text ? read_cpus(text, &nano) : 0;

	if (!bad)
		return 0;
	return bad < 0 ? fail("invalid argument \"%s\" for \"--cpus\" flag: failed to parse %s as a rational number",
			      text, text)
		       : fail("invalid argument \"%s\" for \"--cpus\" flag: value is too precise", text);
}

static int check_weight(const char *text)
{
	unsigned long weight;
	bool number;

	if (!text || text_number(text, 65535, &weight) == 0)
		return 0;
	number = *text && !text[strspn(text, "0123456789")];
	return fail("invalid argument \"%s\" for \"--blkio-weight\" flag: strconv.ParseUint: parsing \"%s\": %s",
		    text, text, number ? "value out of range" : "invalid syntax");
}

int request_limits_check_words(void)
{
	return check_bytes(request_limits.memory, false, "-m, --memory") < 0
	       || check_bytes(request_limits.memory_reservation, false, "--memory-reservation") < 0
	       || check_bytes(request_limits.memory_swap, true, "--memory-swap") < 0
	       || check_cpus(request_limits.cpus) < 0 || check_weight(request_limits.blkio_weight) < 0 ? -1 : 0;
}

int request_limits_check(void)
{
	long swappiness = request_limits.swappiness;

	return swappiness < NO_SWAPPINESS || swappiness > 100
	       ? fail("invalid value: %ld. Valid memory swappiness range is 0-100", swappiness) : 0;
}

static int set_number(struct record *container, const char *key, long long value)
{
	if (value == NOT_GIVEN)
		return 0;
	record_drop(container, key);
	return record_addf(container, key, "%lld", value) < 0 ? fail("take the limits: %m") : 0;
}

static int set_bytes(struct record *container, const char *key, const char *text)
{
	long long bytes = NOT_GIVEN;

	if (text)
		read_bytes(text, true, &bytes);
	return set_number(container, key, bytes);
}

static int set_text(struct record *container, const char *key, const char *text)
{
	if (!text || !*text)
		return 0;
	return record_set(container, key, text) < 0 ? fail("take the limits: %m") : 0;
}

static int add_memory(struct record *container)
{
	long swappiness = request_limits.swappiness;

	if (set_bytes(container, "memory", request_limits.memory) < 0
	    || set_bytes(container, "memory_swap", request_limits.memory_swap) < 0
	    || set_bytes(container, "memory_reservation", request_limits.memory_reservation) < 0
	    || set_text(container, "oom_kill_disable", request_limits.oom_kill_disable ? "yes" : NULL) < 0)
		return -1;
	if (swappiness != NO_SWAPPINESS && record_addf(container, "memory_swappiness", "%ld", swappiness) < 0)
		return fail("take the limits: %m");
	return 0;
}

static int add_all(struct record *container)
{
	long long nano = NOT_GIVEN;
	unsigned long weight = NOT_GIVEN;

	if (request_limits.cpus)
		read_cpus(request_limits.cpus, &nano);
	if (request_limits.blkio_weight)
		text_number(request_limits.blkio_weight, 65535, &weight);
	return add_memory(container) < 0 || set_number(container, "cpus", nano) < 0
	       || set_number(container, "cpu_period", request_limits.cpu_period) < 0
	       || set_number(container, "cpu_quota", request_limits.cpu_quota) < 0
	       || set_number(container, "cpu_shares", request_limits.cpu_shares) < 0
	       || set_text(container, "cpuset_cpus", request_limits.cpuset_cpus) < 0
	       || set_text(container, "cpuset_mems", request_limits.cpuset_mems) < 0
	       || set_number(container, "blkio_weight", (long long)weight) < 0
	       || set_number(container, "pids_limit", request_limits.pids) < 0
	       || set_number(container, "oom_score_adj", request_limits.oom_score) < 0
	       || set_text(container, "cgroup_parent", request_limits.cgroup_parent) < 0 ? -1 : 0;
}

int request_limits_add(struct record *container, bool update)
{
	struct cgroups tops;

	if (add_all(container) < 0 || request_limits_verify(container, update) < 0)
		return -1;
	if (!limits_need(container))
		return 0;
	if (cgroup_find(&tops) < 0)
		return fail("look for cgroups: %m");
	return limits_check(container, &tops);
}
