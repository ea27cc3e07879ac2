/* The kernel's BPF machine, as far as seccomp filters use it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <string.h>

enum { MACHINE_FAULT = 0x12345678 };   /* no filter of ours answers this */

/* What a filter answers. `steps` may be NULL: how many instructions that took. */
static inline uint32_t machine_run(const struct sock_filter *code, int length, const struct seccomp_data *data, int *steps)
{
	uint32_t word = 0;
	int taken = 0;

	for (int at = 0; at < length; at++) {
		const struct sock_filter *now = &code[at];

		taken++;
		switch (now->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			if (now->k % 4 || now->k + 4 > sizeof *data)
				return MACHINE_FAULT;
			memcpy(&word, (const char *)data + now->k, sizeof word);
			break;
		case BPF_ALU | BPF_AND | BPF_K: word &= now->k; break;
		case BPF_JMP | BPF_JA:          at += (int)now->k; break;
		case BPF_JMP | BPF_JEQ | BPF_K: at += word == now->k ? now->jt : now->jf; break;
		case BPF_JMP | BPF_JGT | BPF_K: at += word > now->k ? now->jt : now->jf; break;
		case BPF_JMP | BPF_JGE | BPF_K: at += word >= now->k ? now->jt : now->jf; break;
		case BPF_RET | BPF_K:
			if (steps)
				*steps = taken;
			return now->k;
		default:
			return MACHINE_FAULT;
		}
	}
	return MACHINE_FAULT;
}
