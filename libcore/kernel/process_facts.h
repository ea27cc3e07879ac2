/* Facts about a process, as /proc tells them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

enum { PROCESS_NAME = 64, PROCESS_ARGUMENTS = 4096 };

struct process_facts {
	pid_t pid, parent, group, session, foreground;   /* foreground: the process group of its terminal, -1 */
	uid_t user;
	char state;
	char name[PROCESS_NAME];
	char arguments[PROCESS_ARGUMENTS];   /* with spaces between them; "[name]" if it has none */
	unsigned terminal;                   /* a device number, 0 */
	long long own_time, all_time;        /* of the processor, hundredths of a second; all: with ended children */
	long long start;                     /* hundredths of a second after the boot */
	long priority, nice, threads;
	long long size, resident;            /* bytes */
};

/* -1 and errno, silent: it has gone. */
int process_facts_read(struct process_facts *facts, pid_t pid);

/* Bytes of memory that are its own, and its part of those that it shares; what is resident where the kernel
 * doesn't tell (CONFIG_PROC_PAGE_MONITOR). */
long long process_facts_memory(pid_t pid, long long resident);
