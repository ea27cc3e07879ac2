# What measures. Included by the Makefile.
# SPDX-License-Identifier: MIT

bench_tools = $(patsubst %,$(O)/bench/%,floor clock traffic)

# ONLY=start,memory: these subjects only (tests/bench/README.md has them). QUICK=1: fewer rounds.
# PEERS=1: beside docker, podman, runc, crun, nspawn, lxc and bwrap, which it installs.
bench: ## measure linkbox beside the kernel's floor; writes build/bench/report.md
	@config/deps build bench $(if $(PEERS),peers)
	+@$(again) all $(bench_tools)
	+@$(again) CONFIG=config/tiny.config all
	@TINY=$(abspath build/$(ARCH)/tiny/linkbox) LINKBOX=$(abspath $(O)/linkbox) BENCH_TOOLS=$(abspath $(O)/bench) ONLY='$(ONLY)' QUICK='$(QUICK)' \
		PEERS='$(PEERS)' CONTAINERS='$(CONTAINERS)' tests/bench/run

# Built with the unit tests, so that they follow what they use.
unit: $(if $(SANITIZE),,$(bench_tools))

$(O)/bench/floor: $(patsubst %.c,$(O)/%.o,$(wildcard tests/bench/floor*.c)) $(O)/libcore.a
	@mkdir -p $(@D)
	@$(link) -o $@ $^ $(LDLIBS)

$(O)/bench/clock $(O)/bench/traffic: $(O)/bench/%: $(O)/tests/bench/%.o
	@mkdir -p $(@D)
	@$(link) -o $@ $^

.PHONY: bench bench-profile guard

bench-profile: ## the system calls of a start on a time line
	@config/deps build bench
	+@$(again) all $(bench_tools)
	@LINKBOX=$(abspath $(O)/linkbox) BENCH_TOOLS=$(abspath $(O)/bench) tests/bench/profile

guard: ## note in tests/bench/guard what commands cost now; tests/guard.t fails when they cost more
	@config/deps build test
	+@$(again) all
	+@$(again) CONFIG=config/tiny.config all
	@rm -f $(O)/guard
	@GUARD=$(abspath $(O)/guard) LINKBOX=$(abspath $(O)/linkbox) prove tests/guard.t
	@LC_ALL=C sort $(O)/guard >tests/bench/guard
