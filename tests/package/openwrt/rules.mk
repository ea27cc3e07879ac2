# As much of OpenWrt as board/openwrt sees. SPDX-License-Identifier: MIT
INCLUDE_DIR   = $(TOPDIR)
TARGET_CROSS  = /sdk/bin/mips-
ARCH          = arm
PKG_BUILD_DIR = /build/linkbox
INSTALL_DIR   = install -d
INSTALL_BIN   = install -m 755
INSTALL_DATA  = install -m 644
CP            = cp -fpR
