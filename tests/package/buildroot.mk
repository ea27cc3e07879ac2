# As much of Buildroot as board/buildroot sees: what its package says is done, for two stamps in DIR.
#
#   make -n -f tests/package/buildroot.mk DIR=/build/linkbox
#
# SPDX-License-Identifier: MIT
TARGET_CROSS     = /sdk/bin/aarch64-linux-
TARGET_DIR       = /target
TARGET_LDFLAGS   = -s
TARGET_MAKE_ENV  = PATH="/sdk/bin:$(PATH)"
INSTALL          = install
BR2_ARCH         = "aarch64"
BR2_PACKAGE_LINKBOX_CONFIG = "config/default.config"
BR2_PACKAGE_LINKBOX_NAMES  = "/usr/lib/linkbox/bin"
BR2_PACKAGE_LINKBOX_IMAGES = "/images/web.tar /images/db.tar"
BR2_EXTERNAL_LINKBOX_PATH  = board/buildroot

qstrip = $(strip $(subst ",,$(1)))

define generic-package
$(DIR)/.stamp_built:
	$$(LINKBOX_BUILD_CMDS)
$(DIR)/.stamp_target_installed: $(DIR)/.stamp_built
	$$(LINKBOX_INSTALL_TARGET_CMDS)
	$$(foreach hook,$$(LINKBOX_POST_INSTALL_TARGET_HOOKS),$$($$(hook)))
	$$(LINKBOX_INSTALL_INIT_SYSV)
	$$(LINKBOX_INSTALL_INIT_SYSTEMD)
	$$(LINKBOX_INSTALL_INIT_OPENRC)
	echo site $$(LINKBOX_SITE)
preload:
	$$(LINKBOX_PRELOAD)
endef

all: $(DIR)/.stamp_target_installed
include board/buildroot/external.mk
