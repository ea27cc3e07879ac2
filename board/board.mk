# Emulated boards. Included by the Makefile.
# SPDX-License-Identifier: MIT

BOARD = qemu-$(shell uname -m)
SUITE = bookworm

boot: ## BOARD=qemu-x86_64, qemu-arm64, qemu-armhf: from a bare initramfs to the answer of a linked container
	@config/deps build boot $(filter-out $(shell uname -m),$(BOARD:qemu-%=%))
	+@$(again) ARCH=$(BOARD:qemu-%=%) booted

booted: all
	@board/qemu/boot $(BOARD) $(abspath $(O)/linkbox) $(SUITE)

.PHONY: boot booted
