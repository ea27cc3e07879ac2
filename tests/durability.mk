# What shows that nothing is lost: an emulated machine, kills, power cuts. Included by the Makefile.
# SPDX-License-Identifier: MIT

guest: ## on Debian's kernel in an emulator: cgroup v2, other clocks, little memory
	@config/deps build test guest
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) prove $(wildcard tests/guest/*.t)

.PHONY: guest
