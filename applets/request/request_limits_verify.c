/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"
#include "request/request_limits_verify.h"

enum { LEAST_MEMORY = 6 << 20, SET_MOST = 8192 };

static int verify_memory(const struct record *container, bool update)
{
	long long memory = record_number(container, "memory", 0), swap = record_number(container, "memory_swap", 0);
	long long reservation = record_number(container, "memory_reservation", 0);

	if (memory && memory < LEAST_MEMORY)
		return fail("Minimum memory limit allowed is 6MB");
	if (memory > 0 && swap > 0 && swap < memory)
		return fail("Minimum memoryswap limit should be larger than memory limit, see usage");
	if (!memory && swap > 0 && !update)
		return fail("You should always set the Memory limit when using Memoryswap limit, see usage");
	if (reservation > 0 && reservation < LEAST_MEMORY)
		return fail("Minimum memory reservation allowed is 6MB");
	if (memory > 0 && reservation > 0 && memory < reservation)
		return fail("Minimum memory limit can not be less than memory reservation limit, see usage");
	return 0;
}

static int verify_cpu(const struct record *container)
{
	long long nano = record_number(container, "cpus", 0), period = record_number(container, "cpu_period", 0);
	long long quota = record_number(container, "cpu_quota", 0), there = sysconf(_SC_NPROCESSORS_ONLN);

	if (nano > 0 && period > 0)
		return fail("Conflicting options: Nano CPUs and CPU Period cannot both be set");
	if (nano > 0 && quota > 0)
		return fail("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
	if (nano < 0 || nano > there * 1000000000LL)
		return fail("Range of CPUs is from 0.01 to %lld.00, as there are only %lld CPUs available", there, there);
	if (period && (period < 1000 || period > 1000000))
		return fail("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
	if (quota > 0 && quota < 1000)
		return fail("CPU cfs quota can not be less than 1ms (i.e. 1000)");
	return 0;
}

/* "0-2,7" as bits. -1: it is no such list. */
static int read_set(bool set[SET_MOST], const char *text)
{
	memset(set, 0, SET_MOST * sizeof *set);
	while (*text) {
		char *end;
		unsigned long first, last;

		if (!isdigit((unsigned char)*text))
			return -1;
		first = last = strtoul(text, &end, 10);
		if (*end == '-') {
			if (!isdigit((unsigned char)end[1]))
				return -1;
			last = strtoul(end + 1, &end, 10);
		}
		if ((*end && *end != ',') || last < first || last >= SET_MOST)
			return -1;
		for (; first <= last; first++)
			set[first] = true;
		text = end + (*end == ',');
	}
	return 0;
}

static int verify_set(const char *wanted, const char *file, const char *kind, const char *kinds)
{
	static bool asked[SET_MOST], there[SET_MOST];
	autofree char *available = file_read(AT_FDCWD, file, 4096, NULL);

	if (!wanted)
		return 0;
	if (read_set(asked, wanted) < 0)
		return fail("Invalid value %s for cpuset %s: invalid format: %s", wanted, kind, wanted);
	if (available)
		available[strcspn(available, "\n")] = '\0';
	if (!available || read_set(there, available) < 0)
		return 0;   /* the kernel will say it */
	for (int i = 0; i < SET_MOST; i++)
		if (asked[i] && !there[i])
			return fail("Requested %s are not available - requested %s, available: %s", kinds, wanted,
				    available);
	return 0;
}

int request_limits_verify(const struct record *container, bool update)
{
	long long weight = record_number(container, "blkio_weight", 0);
	long long score = record_number(container, "oom_score_adj", 0);
	const char *parent = record_get(container, "cgroup_parent");

	if (verify_memory(container, update) < 0 || verify_cpu(container) < 0
	    || verify_set(record_get(container, "cpuset_cpus"), "/sys/devices/system/cpu/online", "cpus", "CPUs") < 0
	    || verify_set(record_get(container, "cpuset_mems"), "/sys/devices/system/node/online", "mems",
			  "memory nodes") < 0)
		return -1;
	if (weight && (weight < 10 || weight > 1000))
		return fail("Range of blkio weight is from 10 to 1000");
	if (score < -1000 || score > 1000)
		return fail("Invalid value %lld, range for oom score adj is [-1000, 1000]", score);
	return parent && !text_is_cgroup(parent) ? fail("--cgroup-parent %s is no path of a cgroup", parent) : 0;
}
