# SPDX-License-Identifier: MIT
define BuildPackage
all:
	$$(Build/Prepare)
	$$(Build/Compile)
	$$(call Package/$(1)/install,/root)
endef
