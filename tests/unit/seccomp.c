/* Seccomp filters: what they answer to every number of every ABI, in a BPF machine of our own, and once
 * in the kernel's.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>

#include "bpf_machine.h"
#include "kernel/confine/caps.h"
#include "kernel/confine/seccomp.h"
#include "kernel/confine/seccomp_default.h"
#include "scene.h"

enum { ALLOW = SECCOMP_RET_ALLOW };

static const uint32_t DENY = SECCOMP_RET_ERRNO | EPERM, ABSENT = SECCOMP_RET_ERRNO | ENOSYS;

/* The numbers of all machines, whichever this one is. */
#define NUMBERS_OF(abi) \
	static const short abi[] = {
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) x86_64,
NUMBERS_OF(x86_64_numbers)
#include "kernel/confine/syscalls.tbl"
};
#undef CALL
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) x32,
NUMBERS_OF(x32_numbers)
#include "kernel/confine/syscalls.tbl"
};
#undef CALL
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) i386,
NUMBERS_OF(i386_numbers)
#include "kernel/confine/syscalls.tbl"
};
#undef CALL
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) arm,
NUMBERS_OF(arm_numbers)
#include "kernel/confine/syscalls.tbl"
};
#undef CALL
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) arm64,
NUMBERS_OF(arm64_numbers)
#include "kernel/confine/syscalls.tbl"
};
#undef CALL
#define CALL(name, needs, x86_64, x32, i386, arm, arm64, riscv64) riscv64,
NUMBERS_OF(riscv64_numbers)
#include "kernel/confine/syscalls.tbl"
};
#undef CALL

static const struct syscall_abi x86_abis[] = {
	{ "x86_64", AUDIT_ARCH_X86_64, 0, 0, x86_64_numbers },
	{ "x32", AUDIT_ARCH_X86_64, 0x40000000, 512, x32_numbers },
	{ "i386", AUDIT_ARCH_I386, 0, 0, i386_numbers },
}, arm_abis[] = {
	{ "arm64", AUDIT_ARCH_AARCH64, 0, 0, arm64_numbers },
	{ "arm", AUDIT_ARCH_ARM, 0, 0xf0000, arm_numbers },
}, riscv_abis[] = {
	{ "riscv64", AUDIT_ARCH_RISCV64, 0, 0, riscv64_numbers },
};
static const struct { const struct syscall_abi *abis; int count; } machines[] = {
	{ x86_abis, 3 }, { arm_abis, 2 }, { riscv_abis, 1 },
};
enum { MACHINES = sizeof machines / sizeof *machines };

/* For each call the capabilities that allow it, or what else holds. */
#define CAP(name) (UINT64_C(1) << CAP_##name)
#define NEVER 0
#define ALWAYS UINT64_MAX
#define SOCKET 0
#define SOCKETCALL 0
#define PERSONALITY 0
#define CLONE CAP(SYS_ADMIN)
#define CLONE3 CAP(SYS_ADMIN)
#define ADMIN CAP(SYS_ADMIN)
#define ADMIN_OR_BPF (CAP(SYS_ADMIN) | CAP(BPF))
#define ADMIN_OR_PERFMON (CAP(SYS_ADMIN) | CAP(PERFMON))
#define ADMIN_OR_SYSLOG (CAP(SYS_ADMIN) | CAP(SYSLOG))
#define BOOT CAP(SYS_BOOT)
#define CHROOT CAP(SYS_CHROOT)
#define MODULE CAP(SYS_MODULE)
#define NICE CAP(SYS_NICE)
#define PACCT CAP(SYS_PACCT)
#define PTRACE CAP(SYS_PTRACE)
#define RAWIO CAP(SYS_RAWIO)
#define READ_SEARCH CAP(DAC_READ_SEARCH)
#define TIME CAP(SYS_TIME)
#define TTY_CONFIG CAP(SYS_TTY_CONFIG)
static const uint64_t allowing[] = {
#define CALL(name, needs, ...) needs,
#include "kernel/confine/syscalls.tbl"
#undef CALL
};

static struct seccomp_policy policy;
static struct seccomp_filter filter;
static int steps;

static uint32_t ask(uint32_t audit, uint32_t number, uint64_t first)
{
	struct seccomp_data data = { .nr = (int)number, .arch = audit, .args = { first, first, first, first, first, first } };

	return machine_run(filter.code, filter.length, &data, &steps);
}

static uint32_t number_of(const struct syscall_abi *abi, int row)
{
	int number = abi->numbers[row];

	return abi->base + (number < 512 ? (uint32_t)number : abi->apart + (uint32_t)number - 512);
}

static bool make(int machine, uint64_t capabilities)
{
	seccomp_default(&policy, capabilities);
	return seccomp_assemble(&filter, &policy, machines[machine].abis, machines[machine].count) == 0;
}

/* What the first argument 0 answers: a namespace of clone's is none of it, socketcall's call 0 is no socket. */
static uint32_t expected(int row, uint64_t capabilities)
{
	if (row == SYSCALL_clone || row == SYSCALL_personality || row == SYSCALL_socket || row == SYSCALL_socketcall)
		return ALLOW;
	if (allowing[row] == UINT64_MAX || allowing[row] & capabilities)
		return ALLOW;
	return row == SYSCALL_clone3 ? ABSENT : DENY;
}

static int row_of(const struct syscall_abi *abi, uint32_t number)
{
	for (int row = 0; row < SYSCALLS; row++)
		if (abi->numbers[row] >= 0 && number_of(abi, row) == number)
			return row;
	return -1;
}

/* Every number of an ABI and those beside it. The newest that Docker's profile knows is removexattrat. */
static bool answers_as_the_table(const struct syscall_abi *abi, uint64_t capabilities)
{
	uint32_t newest = number_of(abi, SYSCALL_removexattrat) - abi->base;

	for (uint32_t number = 0; number < 512; number++) {
		int row = row_of(abi, abi->base + number);
		uint32_t wanted = number > newest ? ABSENT : row < 0 ? DENY : expected(row, capabilities);

		if (ask(abi->audit, abi->base + number, 0) != wanted) {
			printf("# %s %u: %x, not %x\n", abi->name, number, ask(abi->audit, abi->base + number, 0), wanted);
			return false;
		}
	}
	for (int row = 0; row < SYSCALLS; row++)
		if (abi->numbers[row] >= 512 && row != SYSCALL_get_tls
		    && ask(abi->audit, number_of(abi, row), 0) != expected(row, capabilities)) {
			printf("# %s %x\n", abi->name, number_of(abi, row));
			return false;
		}
	return ask(abi->audit, abi->base + 0x3fffffff, 0) == ABSENT && ask(abi->audit, UINT32_MAX, 0) == ABSENT;
}

static bool all_answer(uint64_t capabilities)
{
	for (int machine = 0; machine < MACHINES; machine++) {
		if (!make(machine, capabilities))
			return false;
		for (int i = 0; i < machines[machine].count; i++)
			if (!answers_as_the_table(&machines[machine].abis[i], capabilities))
				return false;
	}
	return true;
}

static bool each_capability_opens_its_own(void)
{
	for (int capability = 0; capability <= CAP_LAST_CAP; capability++)
		if (!all_answer(UINT64_C(1) << capability))
			return false;
	return true;
}

static bool other_machines_are_killed(void)
{
	return make(0, 0) && ask(AUDIT_ARCH_AARCH64, 0, 0) == SECCOMP_RET_KILL_PROCESS
	       && make(2, 0) && ask(AUDIT_ARCH_RISCV32, 0, 0) == SECCOMP_RET_KILL_PROCESS;
}

static bool on_all_abis(int row, uint64_t argument, uint32_t wanted)
{
	for (int machine = 0; machine < MACHINES; machine++)
		for (int i = 0; i < machines[machine].count; i++) {
			const struct syscall_abi *abi = &machines[machine].abis[i];

			if (!make(machine, caps_default()))
				return false;
			if (abi->numbers[row] >= 0 && ask(abi->audit, number_of(abi, row), argument) != wanted)
				return false;
		}
	return true;
}

/* The kernel looks at the lower half, whatever is in the upper one. */
static bool families_are_those_of_docker(void)
{
	static const unsigned char denied[] = { 12, 19, 20, 23, 25, 34, 37, 38, 40 };
	bool good = true;

	for (uint64_t family = 0; family < 64; family++) {
		uint32_t wanted = family < 46 && !memchr(denied, (int)family, sizeof denied) ? ALLOW : DENY;

		good = good && on_all_abis(SYSCALL_socket, family, wanted)
		       && on_all_abis(SYSCALL_socket, family | UINT64_C(0x123) << 32, wanted);
	}
	return good && on_all_abis(SYSCALL_socket, UINT32_MAX, DENY);
}

static bool socketcall_makes_no_sockets(void)
{
	return on_all_abis(SYSCALL_socketcall, 1, DENY) && on_all_abis(SYSCALL_socketcall, 1 | UINT64_C(1) << 32, DENY)
	       && on_all_abis(SYSCALL_socketcall, 2, ALLOW) && on_all_abis(SYSCALL_socketcall, 20, ALLOW);
}

static bool clone_makes_no_namespaces(void)
{
	static const unsigned flags[] = { CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID,
					  CLONE_NEWNET, CLONE_NEWCGROUP };
	bool good = on_all_abis(SYSCALL_clone, 0x3d0f00 | 17, ALLOW) && on_all_abis(SYSCALL_clone3, 0, ABSENT);

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		good = good && on_all_abis(SYSCALL_clone, flags[i] | 17, DENY)
		       && on_all_abis(SYSCALL_clone, flags[i] | UINT64_C(1) << 40, DENY);
	return good;
}

static bool personalities_are_five(void)
{
	static const struct { uint32_t value, wanted; } some[] = {
		{ 0, ALLOW }, { 8, ALLOW }, { 0x20000, ALLOW }, { 0x20008, ALLOW }, { 0xffffffff, ALLOW },
		{ 1, DENY }, { 0x40000, DENY }, { 0x20001, DENY }, { 0x60008, DENY }, { 0xfffffffe, DENY },
	};
	bool good = true;

	for (size_t i = 0; i < sizeof some / sizeof *some; i++)
		good = good && on_all_abis(SYSCALL_personality, some[i].value, some[i].wanted);
	return good;
}

static bool is_true(const struct call_condition *condition, uint64_t argument)
{
	argument &= condition->mask;
	return (argument >= condition->first && argument <= condition->last) != condition->outside;
}

/* Conditions at the borders of words, and arguments beside them. */
static bool conditions_are_what_they_say(void)
{
	static const uint64_t some[] = { 0, 1, 2, 0x7fffffff, 0xfffffffe, 0xffffffff, 0x100000000, 0x100000001,
					 0x1fffffffe, 0x200000000, 0x8000000000000000, UINT64_MAX - 1, UINT64_MAX };
	static const uint64_t masks[] = { UINT64_MAX, UINT32_MAX, 0xff, UINT64_C(0xff) << 28, UINT64_C(0xf) << 60, 0 };
	enum { SOME = sizeof some / sizeof *some, MASKS = sizeof masks / sizeof *masks };

	for (int i = 0; i < SOME * SOME * MASKS * 2; i++) {
		struct call_condition condition = { masks[i / 2 % MASKS], some[i / 2 / MASKS % SOME],
						    some[i / 2 / MASKS / SOME], 3, i & 1 };
		struct call_rule rule = { ALLOW, 1, { condition } };

		seccomp_policy_begin(&policy, DENY);
		if (seccomp_policy_add(&policy, SYSCALL_read, &rule) < 0
		    || seccomp_assemble(&filter, &policy, x86_abis, 1) < 0)
			return false;
		for (int j = 0; j < SOME; j++)
			if ((ask(AUDIT_ARCH_X86_64, 0, some[j]) == ALLOW) != is_true(&condition, some[j]))
				return false;
	}
	return true;
}

static bool all_conditions_of_a_rule_and_one_of_the_rules(void)
{
	struct call_rule both = { ALLOW, 2, { { UINT64_MAX, 5, 9, 0, false }, { UINT64_MAX, 7, 20, 1, false } } };
	struct call_rule one = { SECCOMP_RET_TRAP, 1, { { UINT64_MAX, 100, 100, 2, false } } };

	seccomp_policy_begin(&policy, DENY);
	seccomp_policy_add(&policy, SYSCALL_read, &both);
	seccomp_policy_add(&policy, SYSCALL_read, &one);
	return seccomp_assemble(&filter, &policy, x86_abis, 1) == 0
	       && ask(AUDIT_ARCH_X86_64, 0, 6) == DENY && ask(AUDIT_ARCH_X86_64, 0, 8) == ALLOW
	       && ask(AUDIT_ARCH_X86_64, 0, 15) == DENY && ask(AUDIT_ARCH_X86_64, 0, 100) == SECCOMP_RET_TRAP;
}

/* More different answers than are remembered, further apart than a jump reaches. */
static bool answers_may_all_differ(void)
{
	seccomp_policy_begin(&policy, ALLOW);
	for (int row = 0; row < SYSCALLS; row++)
		seccomp_policy_add(&policy, row, &(struct call_rule){ .action = SECCOMP_RET_ERRNO | (uint32_t)row });
	if (seccomp_assemble(&filter, &policy, x86_abis, 3) < 0)
		return false;
	for (int i = 0; i < 3; i++)
		for (int row = 0; row < SYSCALLS; row++)
			if (x86_abis[i].numbers[row] >= 0
			    && ask(x86_abis[i].audit, number_of(&x86_abis[i], row), 0) != (SECCOMP_RET_ERRNO | (uint32_t)row))
				return false;
	return ask(AUDIT_ARCH_I386, 9999, 0) == ALLOW;
}

static bool too_much_is_refused(void)
{
	struct call_rule rule = { .action = ALLOW, .count = 6 };
	int done = 0;

	for (unsigned i = 0; i < 6; i++)
		rule.conditions[i] = (struct call_condition){ UINT64_MAX, 3, UINT64_C(1) << 40, i, false };
	seccomp_policy_begin(&policy, DENY);
	for (int i = 0; i < SECCOMP_RULES_MOST; i++)
		done |= seccomp_policy_add(&policy, SYSCALL_read, &rule);
	return done == 0 && refused(seccomp_assemble(&filter, &policy, x86_abis, 1), "more than 4096 instructions")
	       && refused(seccomp_policy_add(&policy, SYSCALL_read, &rule), "more than 256 rules");
}

static bool the_kernel_takes_it(void)
{
	int pair[2];

	seccomp_default(&policy, caps_default());
	if (seccomp_assemble(&filter, &policy, syscall_abis, syscall_abi_count) < 0 || seccomp_install(&filter) < 0)
		return false;
	return socket(AF_ALG, SOCK_STREAM, 0) < 0 && errno == EPERM && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0
	       && unshare(CLONE_NEWUTS) < 0 && errno == EPERM && syscall(511) < 0 && errno == ENOSYS;
}

static bool it_takes_microseconds(void)
{
	enum { ROUNDS = 200 };
	struct timespec begin, end;
	long total = 0, calls = 0;
	double microseconds;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (int i = 0; i < ROUNDS; i++)
		if (!make(0, caps_default()))
			return false;
	clock_gettime(CLOCK_MONOTONIC, &end);
	microseconds = ((end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec)) / 1e3 / ROUNDS;
	for (int row = 0; row < SYSCALLS; row++)
		if (x86_64_numbers[row] >= 0) {
			ask(AUDIT_ARCH_X86_64, (uint32_t)x86_64_numbers[row], 0);
			total += steps;
			calls++;
		}
	printf("# x86_64 with x32 and i386: %d instructions, made in %.1f us; a call takes %.1f of them\n", filter.length,
	       microseconds, (double)total / (double)calls);
	return microseconds < 5000;
}

int main(void)
{
	fail_silently(true);
	scene_begin();
	ok(all_answer(0), "seccomp: without capabilities every number is answered as the table says");
	ok(all_answer(caps_default()), "seccomp: with Docker's, too");
	ok(all_answer(UINT64_MAX >> 1), "seccomp: with all of them, too");
	ok(each_capability_opens_its_own(), "seccomp: each capability opens its own calls");
	ok(other_machines_are_killed(), "seccomp: calls of other machines end the process");
	ok(families_are_those_of_docker(), "seccomp: the families of sockets are those of Docker");
	ok(socketcall_makes_no_sockets(), "seccomp: socketcall makes no sockets");
	ok(clone_makes_no_namespaces(), "seccomp: clone makes no namespaces");
	ok(personalities_are_five(), "seccomp: there are five personalities");
	ok(conditions_are_what_they_say(), "seccomp: conditions are what they say, at the borders of words");
	ok(all_conditions_of_a_rule_and_one_of_the_rules(), "seccomp: all conditions of a rule, and one of the rules");
	ok(answers_may_all_differ(), "seccomp: the answers may all differ");
	ok(too_much_is_refused(), "seccomp: what is too much is refused");
	ok(in_container(the_kernel_takes_it), "seccomp: the kernel takes it");
	ok(it_takes_microseconds(), "seccomp: it takes microseconds");
	return scene_end();
}
