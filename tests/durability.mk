# What shows that nothing is lost: an emulated machine, kills, power cuts. Included by the Makefile.
# SPDX-License-Identifier: MIT

guest: ## on Debian's kernel in an emulator: cgroup v2, other clocks, little memory
	@config/deps build test guest
	@for suite in bookworm trixie bullseye; do board/qemu/kernel qemu-$(shell uname -m) $$suite; done >/dev/null || \
		echo "guest: without Debian 11's Linux 5.10"
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) prove $(wildcard tests/guest/*.t)

# EVERY=10 FIRST=3: only every tenth case, from the third on. KILLS=1: no failing calls.
killed-anywhere: ## kill -9 and failing system calls, at every call of every process of run, rm, load...
	@config/deps build test
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) tests/killed_anywhere/run --every $(or $(EVERY),1) --first $(or $(FIRST),0) \
		$(if $(KILLS),--kills)

# What takes minutes, and stands in the tests with smaller numbers.
endurance: ## a minute of 50 idle containers, 1,000 restarts, 1,000,000 reads of a hosts file that is rewritten
	@config/deps build test
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) IDLE_SECONDS=60 RESTARTS=1000 READS=1000000 \
		prove tests/idle.t tests/flat.t tests/restart_policy.t tests/concurrency.t

# N=5: instead, kill a guest that works five times, and see it come up again.
power-cuts: ## record what a guest's disk sees, and cut its power at 6,000 moments
	@config/deps build test guest
	@board/qemu/kernel qemu-$(shell uname -m) >/dev/null
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) tests/power/$(if $(N),kill $(N),run $(CUTS))

.PHONY: guest endurance killed-anywhere power-cuts
