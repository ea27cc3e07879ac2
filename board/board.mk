# Emulated boards. Included by the Makefile.
# SPDX-License-Identifier: MIT

BOARD = qemu-$(shell uname -m)
SUITE = bookworm

# A configuration without load gets its images at build time, from a linkbox for this machine.
loader = $(if $(filter load,$(chosen)),,$(abspath build/$(shell uname -m)/default/linkbox))

boot: ## BOARD=qemu-x86_64, qemu-arm64, qemu-armhf: from a bare initramfs to the answer of a linked container
	@config/deps build boot $(filter-out $(shell uname -m),$(BOARD:qemu-%=%))
	+@$(if $(loader),$(again) CONFIG=config/default.config all)
	+@$(again) ARCH=$(BOARD:qemu-%=%) booted

booted: all
	@LOADER=$(or $(LOADER),$(loader)) board/qemu/boot $(BOARD) $(abspath $(O)/linkbox) $(SUITE)

boots: ## each board with the kernels of Debian 12 and 13, one with that of Debian 11, and one with the tiny configuration
	@config/deps build boot $(filter-out $(shell uname -m),arm64 armhf)
	@board/boots

.PHONY: boot booted boots
