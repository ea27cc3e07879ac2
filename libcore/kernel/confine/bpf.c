/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "kernel/confine/bpf.h"

/* A comparison jumps over 255 instructions at most, and two may still come between. */
enum { REACH = 253, NOWHERE = -1 };

void bpf_begin(struct bpf_program *program)
{
	program->start = BPF_MAXINSNS;
	program->full = false;
	program->end_count = 0;
}

int bpf_length(const struct bpf_program *program)
{
	return BPF_MAXINSNS - program->start;
}

static int put(struct bpf_program *program, unsigned code, uint32_t value, int yes, int no)
{
	if (program->start == 0) {
		program->full = true;
		program->start = BPF_MAXINSNS;
	}
	program->start--;
	program->code[program->start] = (struct sock_filter){ (uint16_t)code, (uint8_t)yes, (uint8_t)no, value };
	return program->start;
}

static bool is_end(const struct bpf_program *program, int place)
{
	return program->code[place].code == (BPF_RET | BPF_K);
}

/* Where the place of the last return of this value is kept; NULL: not yet, and there is no room. */
static int *find_end(struct bpf_program *program, uint32_t value)
{
	for (int i = 0; i < program->end_count; i++)
		if (program->code[program->ends[i]].k == value)
			return &program->ends[i];
	if (program->end_count == BPF_ENDS)
		return NULL;
	program->ends[program->end_count] = NOWHERE;
	return &program->ends[program->end_count];
}

/* A return of this value that is at most so far away. */
static int end_within(struct bpf_program *program, uint32_t value, int distance)
{
	int *end = find_end(program, value), place;

	if (end && *end != NOWHERE && *end - program->start <= distance)
		return *end;
	place = put(program, BPF_RET | BPF_K, value, 0, 0);
	if (end) {
		program->end_count += *end == NOWHERE;
		*end = place;
	}
	return place;
}

int bpf_return(struct bpf_program *program, uint32_t value)
{
	return end_within(program, value, BPF_MAXINSNS);
}

/* The place itself, or one in reach that leads to it. */
static int in_reach(struct bpf_program *program, int place)
{
	if (place - program->start <= REACH)
		return place;
	if (is_end(program, place))
		return end_within(program, program->code[place].k, REACH);
	return put(program, BPF_JMP | BPF_JA, (uint32_t)(place - program->start), 0, 0);
}

int bpf_compare(struct bpf_program *program, unsigned comparison, uint32_t value, int yes, int no)
{
	yes = in_reach(program, yes);
	no = in_reach(program, no);
	return put(program, BPF_JMP | comparison | BPF_K, value, yes - program->start, no - program->start);
}

int bpf_load(struct bpf_program *program, unsigned offset, uint32_t mask, int then)
{
	if (then != program->start)
		put(program, BPF_JMP | BPF_JA, (uint32_t)(then - program->start), 0, 0);
	if (mask != UINT32_MAX)
		put(program, BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
	return put(program, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}

int bpf_search(struct bpf_program *program, const struct bpf_range *ranges, int count)
{
	int middle = count / 2, above, below;

	if (count == 1)
		return ranges->place;
	above = bpf_search(program, ranges + middle, count - middle);
	below = bpf_search(program, ranges, middle);
	return bpf_compare(program, BPF_JGE, ranges[middle].first, above, below);
}
