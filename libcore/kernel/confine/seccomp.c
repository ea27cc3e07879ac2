/* The program asks for the ABI, then finds the number among ranges of numbers with the same answer.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fail.h"
#include "kernel/confine/bpf.h"
#include "kernel/confine/seccomp.h"
#include "kernel/confine/seccomp_rule.h"

/* Each number may begin a range, and so may what lies behind either part of an ABI's. */
enum { RANGES_MOST = SYSCALL_ABIS_MOST * (SYSCALLS_NUMBERS + 2) };

struct ranges {
	struct bpf_range all[RANGES_MOST];
	int count;
};

/* Where the program goes on: for each row, without a rule, for an ABI that may not be used. */
struct places {
	int row[SYSCALLS];
	int otherwise, newer, foreign;
};

static bool allows(uint32_t action)
{
	action &= SECCOMP_RET_ACTION_FULL;
	return action == SECCOMP_RET_ALLOW || action == SECCOMP_RET_LOG;
}

static void put_rules(struct bpf_program *program, const struct seccomp_policy *policy, struct places *places)
{
	places->otherwise = bpf_return(program, policy->otherwise);
	places->newer = allows(policy->otherwise) ? places->otherwise
						  : bpf_return(program, SECCOMP_RET_ERRNO | ENOSYS);
	places->foreign = bpf_return(program, SECCOMP_RET_KILL_PROCESS);
	for (int row = 0; row < SYSCALLS; row++)
		places->row[row] = policy->settled[row] ? bpf_return(program, policy->action[row])
							: places->otherwise;
	for (int i = policy->conditional_count - 1; i >= 0; i--) {
		const struct seccomp_conditional *it = &policy->conditional[i];

		if (!policy->settled[it->row])
			places->row[it->row] = seccomp_rule_put(program, &it->rule, bpf_return(program, it->rule.action),
								places->row[it->row]);
	}
}

static void add(struct ranges *ranges, uint32_t first, int place)
{
	if (ranges->count && ranges->all[ranges->count - 1].place == place)
		return;
	ranges->all[ranges->count++] = (struct bpf_range){ first, place };
}

/* The numbers of one part of an ABI, which the table has from `from` up to below `to`, and what comes
 * after them. The last with a rule is the newest of its time: `rows` says which call a number is. */
static void add_part(struct ranges *ranges, const struct seccomp_policy *policy, const struct places *places,
		     const short *rows, int from, int to, uint32_t first)
{
	while (to > from && !(rows[to - 1] >= 0 && policy->ruled[rows[to - 1]]))
		to--;
	for (int number = from; number < to; number++)
		add(ranges, first + (uint32_t)(number - from),
		    rows[number] < 0 ? places->otherwise : places->row[rows[number]]);
	add(ranges, first + (uint32_t)(to - from), places->newer);
}

static void add_abi(struct ranges *ranges, const struct seccomp_policy *policy, const struct places *places,
		    const struct syscall_abi *abi)
{
	short rows[SYSCALLS_NUMBERS];

	memset(rows, -1, sizeof rows);
	for (int row = 0; row < SYSCALLS; row++)
		if (abi->numbers[row] >= 0)
			rows[abi->numbers[row]] = (short)row;
	add_part(ranges, policy, places, rows, 0, SYSCALLS_APART, abi->base);
	if (abi->apart)
		add_part(ranges, policy, places, rows, SYSCALLS_APART, SYSCALLS_NUMBERS, abi->base + abi->apart);
}

/* Look up the number in the ABIs from `first` on that are the same for a filter but for their base. */
static int put_search(struct bpf_program *program, const struct seccomp_policy *policy,
		      const struct places *places, const struct syscall_abi *abis, int first, int count)
{
	struct ranges ranges = { .count = 0 };

	for (int i = first; i < count && abis[i].audit == abis[first].audit; i++) {
		if (policy->abis >> i & 1)
			add_abi(&ranges, policy, places, &abis[i]);
		else
			add(&ranges, abis[i].base, places->foreign);
	}
	return bpf_load(program, offsetof(struct seccomp_data, nr), UINT32_MAX,
			bpf_search(program, ranges.all, ranges.count));
}

int seccomp_assemble(struct seccomp_filter *filter, const struct seccomp_policy *policy,
		     const struct syscall_abi *abis, int count)
{
	struct bpf_program program;
	struct places places;
	int next;

	bpf_begin(&program);
	put_rules(&program, policy, &places);
	next = places.foreign;
	for (int i = count - 1; i >= 0; i--)
		if (i == 0 || abis[i].audit != abis[i - 1].audit) {
			int found = put_search(&program, policy, &places, abis, i, count);

			next = bpf_compare(&program, BPF_JEQ, abis[i].audit, found, next);
		}
	bpf_load(&program, offsetof(struct seccomp_data, arch), UINT32_MAX, next);
	if (program.full)
		return fail("the seccomp profile is too long: its filter has more than %d instructions", BPF_MAXINSNS);
	filter->flags = policy->flags;
	filter->length = bpf_length(&program);
	memcpy(filter->code, program.code + program.start, (size_t)filter->length * sizeof *filter->code);
	return 0;
}

int seccomp_install(const struct seccomp_filter *filter)
{
	struct sock_fprog program = { (unsigned short)filter->length, (struct sock_filter *)filter->code };

	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, filter->flags, &program) == 0)
		return 0;
	if (errno == ENOSYS || errno == EINVAL)
		return fail("seccomp is not enabled in your kernel (CONFIG_SECCOMP_FILTER): a container needs it, "
			    "or --security-opt seccomp=unconfined");
	return fail("install the seccomp filter: %m");
}
