# What tests linkbox, from one function to the software of Docker's page. Included by the Makefile.
#
# SPDX-License-Identifier: MIT
test: ## unit and system tests, in namespaces of their own
	@config/deps build test $(if $(SANITIZE),fuzz)
	+@$(again) all unit
	@tests/older >/dev/null || [ $$? = 77 ]
	+@$(if $(SANITIZE),,$(again) CONFIG=config/tiny.config all)
	@rm -f $(O)/report.*
	@LINKBOX=$(abspath $(O)/linkbox) SANITIZE=$(SANITIZE) prove -j $(JOBS) $(wildcard tests/*.t tests/security/*.t) $(units) $(replays) || \
		{ cat $(O)/report.* 2>/dev/null; exit 1; }
	@! cat $(O)/report.* 2>/dev/null

emulator_arm64 = qemu-aarch64
emulator_armhf = qemu-arm
# qemu-user knows neither namespaces nor rules of a firewall, nor openat2, nor pidfds.
emulated = $(filter-out $(patsubst %,$(O)/unit/%,cable caps identity listeners nat network overlay pty rootfs seccomp) \
	$(patsubst %,$(O)/replay/%,attach message),$(units) $(replays))
test-emulated: ## ARCH=arm64, armhf, riscv64: build it, and run what of the unit tests can run under qemu-user
	@config/deps build $(ARCH)
	+@$(again) all unit
	@prove -j $(JOBS) --exec $(or $(emulator_$(ARCH)),qemu-$(ARCH)) $(emulated)

fuzz: ## feed each parser that eats something foreign for FUZZ_SECONDS, two at a time
	@config/deps build fuzz
	+@$(again) SANITIZE=1 fuzzed

fuzzed: $(parsers:%=$(O)/fuzz/%)
	@tests/fuzz/run $(O) $(parsers)

test-page: ## Docker's page on real software: PostgreSQL and Flask
	@config/deps build page
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) tests/page/run

test-package: ## install the Debian package in a copy of this machine, and look through the other recipes
	@config/deps build package
	+@$(again) deb
	@LINKBOX=$(abspath $(O)/linkbox) prove tests/package/package.t

parity: ## play the same cases with Docker 20.10 and compare
	@config/deps build parity
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) prove -v tests/parity/parity.t

.PHONY: test test-emulated fuzz fuzzed test-page test-package parity
