/* The machine has words of 32 bits, arguments have two of them.
 * SPDX-License-Identifier: MIT */
#include <endian.h>
#include <linux/seccomp.h>
#include <stddef.h>

#include "kernel/confine/seccomp_rule.h"

enum { BIG_ENDIAN_MACHINE = __BYTE_ORDER == __BIG_ENDIAN };

static uint32_t high(uint64_t number)
{
	return (uint32_t)(number >> 32);
}

static uint32_t low(uint64_t number)
{
	return (uint32_t)number;
}

static int load(struct bpf_program *program, const struct call_condition *condition, bool upper, int then)
{
	size_t offset = offsetof(struct seccomp_data, args) + condition->argument * sizeof(uint64_t);
	uint32_t mask = upper ? high(condition->mask) : low(condition->mask);

	return bpf_load(program, (unsigned)offset + (upper != BIG_ENDIAN_MACHINE ? 4 : 0), mask, then);
}

/* Is the argument at least `number`? */
static int at_least(struct bpf_program *program, const struct call_condition *condition, uint64_t number,
		    int yes, int no)
{
	int place = bpf_compare(program, BPF_JGE, low(number), yes, no);

	place = load(program, condition, false, place);
	place = bpf_compare(program, BPF_JEQ, high(number), place, no);
	place = bpf_compare(program, BPF_JGT, high(number), yes, place);
	return load(program, condition, true, place);
}

/* Most conditions are about an int: its upper word doesn't matter, the kernel doesn't look at it. */
static int low_word(struct bpf_program *program, const struct call_condition *condition, int yes, int no)
{
	int place = yes;

	if (high(condition->first))
		return no;
	if (condition->first == condition->last)
		return load(program, condition, false, bpf_compare(program, BPF_JEQ, low(condition->first), yes, no));
	if (condition->last < UINT32_MAX)
		place = bpf_compare(program, BPF_JGT, low(condition->last), no, yes);
	if (condition->first)
		place = bpf_compare(program, BPF_JGE, low(condition->first), place, no);
	return load(program, condition, false, place);
}

static int both_words(struct bpf_program *program, const struct call_condition *condition, int yes, int no)
{
	int place = yes;

	if (condition->first == condition->last) {
		place = bpf_compare(program, BPF_JEQ, low(condition->first), yes, no);
		place = load(program, condition, false, place);
		place = bpf_compare(program, BPF_JEQ, high(condition->first), place, no);
		return load(program, condition, true, place);
	}
	if (condition->last < UINT64_MAX)
		place = at_least(program, condition, condition->last + 1, no, place);
	if (condition->first)
		place = at_least(program, condition, condition->first, place, no);
	return place;
}

static int put(struct bpf_program *program, const struct call_condition *condition, int yes, int no)
{
	if (condition->outside) {
		int other = yes;

		yes = no;
		no = other;
	}
	if (condition->first > condition->last)
		return no;
	return high(condition->mask) ? both_words(program, condition, yes, no)
				     : low_word(program, condition, yes, no);
}

int seccomp_rule_put(struct bpf_program *program, const struct call_rule *rule, int matches, int otherwise)
{
	int place = matches;

	for (int i = rule->count - 1; i >= 0; i--)
		place = put(program, &rule->conditions[i], place, otherwise);
	return place;
}
