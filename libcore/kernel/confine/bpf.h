/* An assembler of filters for the kernel's BPF machine, and of the decisions that they are made of. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <linux/filter.h>
#include <stdbool.h>
#include <stdint.h>

/* Jumps only go forward, so a program is written from its end: where a jump goes is there before the
 * jump is. Each of these puts its instructions before all others and returns the place of the first,
 * from where the program goes on; a place stays good. */
enum { BPF_ENDS = 8 };   /* different ones that are remembered; of others there are more copies */

struct bpf_program {
	struct sock_filter code[BPF_MAXINSNS];
	int start;                /* of what there is, up to the end of `code` */
	bool full;                /* there was no room: it is of no use */
	int ends[BPF_ENDS];       /* the places of the last return of each value */
	int end_count;
};

void bpf_begin(struct bpf_program *program);
int bpf_length(const struct bpf_program *program);

/* End with this value. There may be such an end already. */
int bpf_return(struct bpf_program *program, uint32_t value);

/* Load the 32-bit word at `offset` of what is filtered; keep only its bits in `mask`. What the two
 * before may come from another place than what was put last: `then`. */
int bpf_load(struct bpf_program *program, unsigned offset, uint32_t mask, int then);

/* Compare what was loaded (BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET) and go on at one of two places. */
int bpf_compare(struct bpf_program *program, unsigned comparison, uint32_t value, int yes, int no);

/* Find the range that the loaded number is in: the last whose first number is not above it, and go
 * on where that says. Ascending; the first begins at 0. It takes as many comparisons as the number
 * of ranges has binary digits. */
struct bpf_range {
	uint32_t first;
	int place;
};
int bpf_search(struct bpf_program *program, const struct bpf_range *ranges, int count);
