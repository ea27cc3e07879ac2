/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"
#include "kernel/cgroup/device_program.h"

/* r1 is where the kernel tells what it asks: struct bpf_cgroup_dev_ctx. */
enum { VERDICT = BPF_REG_0, CONTEXT = BPF_REG_1, ACCESS = BPF_REG_2, TYPE = BPF_REG_3, MAJOR = BPF_REG_4,
       MINOR = BPF_REG_5, SCRATCH = BPF_REG_6 };
enum { RULE_LENGTH = 8, HEAD_LENGTH = 6, LENGTH_MOST = HEAD_LENGTH + RULE_LENGTH * DEVICE_RULES_MOST + 2 };

struct program {
	struct bpf_insn code[LENGTH_MOST];
	int length;
};

static void put(struct program *program, int code, int to, int from, int offset, int value)
{
	program->code[program->length++] = (struct bpf_insn){
		.code = (uint8_t)code, .dst_reg = (uint8_t)(to & 15), .src_reg = (uint8_t)(from & 15),
		.off = (int16_t)offset, .imm = value,
	};
}

static void load(struct program *program, int to, size_t offset)
{
	put(program, BPF_LDX | BPF_MEM | BPF_W, to, CONTEXT, (int)offset, 0);
}

static void end(struct program *program, int verdict)
{
	put(program, BPF_ALU64 | BPF_MOV | BPF_K, VERDICT, 0, 0, verdict);
	put(program, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* What differs goes on with the next rule: where that begins is written in at the end. */
static void want(struct program *program, int what, int value)
{
	put(program, BPF_JMP | BPF_JNE | BPF_K, what, 0, 0, value);
}

static void add_rule(struct program *program, const struct device_rule *rule)
{
	int begin = program->length;
	int access = (rule->access & DEVICE_MAKE ? BPF_DEVCG_ACC_MKNOD : 0)
		     | (rule->access & DEVICE_READ ? BPF_DEVCG_ACC_READ : 0)
		     | (rule->access & DEVICE_WRITE ? BPF_DEVCG_ACC_WRITE : 0);

	if (rule->type != 'a')
		want(program, TYPE, rule->type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR);
	if (rule->major != DEVICE_ANY)
		want(program, MAJOR, rule->major);
	if (rule->minor != DEVICE_ANY)
		want(program, MINOR, rule->minor);
	/* Nothing is asked for that the rule doesn't allow. */
	if (rule->access != (DEVICE_READ | DEVICE_WRITE | DEVICE_MAKE)) {
		put(program, BPF_ALU64 | BPF_MOV | BPF_X, SCRATCH, ACCESS, 0, 0);
		put(program, BPF_ALU64 | BPF_AND | BPF_K, SCRATCH, 0, 0, ~access);
		want(program, SCRATCH, 0);
	}
	end(program, 1);
	for (int i = begin; i < program->length; i++)
		if (program->code[i].code == (BPF_JMP | BPF_JNE | BPF_K))
			program->code[i].off = (int16_t)(program->length - i - 1);
}

static void assemble(struct program *program, const struct device_rules *rules)
{
	program->length = 0;
	load(program, ACCESS, offsetof(struct bpf_cgroup_dev_ctx, access_type));
	put(program, BPF_ALU64 | BPF_MOV | BPF_X, TYPE, ACCESS, 0, 0);
	put(program, BPF_ALU64 | BPF_AND | BPF_K, TYPE, 0, 0, 0xffff);
	put(program, BPF_ALU64 | BPF_RSH | BPF_K, ACCESS, 0, 0, 16);
	load(program, MAJOR, offsetof(struct bpf_cgroup_dev_ctx, major));
	load(program, MINOR, offsetof(struct bpf_cgroup_dev_ctx, minor));
	for (int i = 0; i < rules->count; i++)
		add_rule(program, &rules->all[i]);
	end(program, 0);
}

static int bpf(enum bpf_cmd command, union bpf_attr *attributes)
{
	return (int)syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static int load_program(const struct program *program)
{
	static const char license[] = "MIT";
	union bpf_attr attributes;

	memset(&attributes, 0, sizeof attributes);
	attributes.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
	attributes.insns = (uint64_t)(uintptr_t)program->code;
	attributes.insn_cnt = (uint32_t)program->length;
	attributes.license = (uint64_t)(uintptr_t)license;
	strcpy(attributes.prog_name, "linkbox");
	return bpf(BPF_PROG_LOAD, &attributes);
}

int device_program_attach(const char *path, const struct device_rules *rules)
{
	static struct program program;
	union bpf_attr attributes;
	autoclose int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), loaded = -1;

	assemble(&program, rules);
	loaded = directory < 0 ? -1 : load_program(&program);
	if (loaded < 0)
		return -1;
	memset(&attributes, 0, sizeof attributes);
	attributes.target_fd = (uint32_t)directory;
	attributes.attach_bpf_fd = (uint32_t)loaded;
	attributes.attach_type = BPF_CGROUP_DEVICE;
	attributes.attach_flags = BPF_F_ALLOW_MULTI;
	return bpf(BPF_PROG_ATTACH, &attributes);
}

/* How many there are; -1: it can't be asked. */
static int count(const char *path)
{
	union bpf_attr attributes;
	autoclose int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	memset(&attributes, 0, sizeof attributes);
	attributes.query.target_fd = (uint32_t)directory;
	attributes.query.attach_type = BPF_CGROUP_DEVICE;
	return directory < 0 || bpf(BPF_PROG_QUERY, &attributes) < 0 ? -1 : (int)attributes.query.prog_cnt;
}

bool device_program_is_possible(const char *path)
{
	return count(path) >= 0;
}

bool device_program_is_attached(const char *path)
{
	return count(path) > 0;
}
