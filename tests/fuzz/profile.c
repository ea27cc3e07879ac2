/* Seccomp profiles, Docker's JSON, all the way to a filter, which is tried.
 * SPDX-License-Identifier: MIT */
#include <linux/audit.h>

#include "fuzz.h"
#include "life/child/confinement.c"
#include "../unit/bpf_machine.h"

static void try(const struct seccomp_filter *filter)
{
	static const uint32_t machines[] = { AUDIT_ARCH_X86_64, AUDIT_ARCH_I386, AUDIT_ARCH_AARCH64, 0 };
	static const int calls[] = { 0, 1, 41, 59, 102, 272, 435, 100000, -1 };

	fuzz_expect(filter->length > 0 && filter->length <= BPF_MAXINSNS);
	for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++)
		for (size_t j = 0; j < sizeof calls / sizeof calls[0]; j++)
			fuzz_expect(machine_run(filter->code, filter->length,
				&(struct seccomp_data){ .nr = calls[j], .arch = machines[i] }, NULL) != MACHINE_FAULT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct seccomp_filter filter;
	struct record container autorecord = { 0 };
	char path[32], *text;
	int fd = fuzz_file(data, size, path);

	text = seccomp_profile_load(path);
	if (text && record_addf(&container, "security_opt", "seccomp=%s", text) == 0)
		for (int all = 0; all < 2; all++)
			if (make_filter(&filter, &container, all ? ~0ULL : 0) == 0)
				try(&filter);
	free(text);
	close(fd);
	return 0;
}
