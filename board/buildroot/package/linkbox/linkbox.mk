################################################################################
#
# linkbox
#
################################################################################

# The tree that this file stands in, unless a version and its site are given.
LINKBOX_VERSION ?= local
LINKBOX_SITE ?= $(realpath $(BR2_EXTERNAL_LINKBOX_PATH)/../..)
LINKBOX_SITE_METHOD ?= local
LINKBOX_LICENSE = MIT
LINKBOX_LICENSE_FILES = LICENSE
LINKBOX_DEPENDENCIES = cjson libcap libmd libmnl zlib
LINKBOX_OPTIONS = \
	CROSS_COMPILE="$(TARGET_CROSS)" \
	ARCH="$(call qstrip,$(BR2_ARCH))" \
	CONFIG="$(call qstrip,$(BR2_PACKAGE_LINKBOX_CONFIG))" \
	LDFLAGS="$(TARGET_LDFLAGS)" \
	PREFIX=/usr

define LINKBOX_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) -C $(@D) $(LINKBOX_OPTIONS)
endef

define LINKBOX_INSTALL_TARGET_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) -C $(@D) $(LINKBOX_OPTIONS) DESTDIR="$(TARGET_DIR)" install
	$(INSTALL) -d $(TARGET_DIR)/etc/linkbox.d
endef

# What was built for the target can't be asked for its applets: the configuration names them.
define LINKBOX_INSTALL_NAMES
	$(INSTALL) -d $(TARGET_DIR)$(call qstrip,$(BR2_PACKAGE_LINKBOX_NAMES))
	sed -n 's/^CONFIG_\([A-Z]*\)=y$$/\1/p' $(@D)/$(call qstrip,$(BR2_PACKAGE_LINKBOX_CONFIG)) | \
		tr A-Z a-z | grep -vx monitor | while read -r name; do \
			ln -sf /usr/bin/linkbox $(TARGET_DIR)$(call qstrip,$(BR2_PACKAGE_LINKBOX_NAMES))/$$name; \
		done
endef
LINKBOX_POST_INSTALL_TARGET_HOOKS += LINKBOX_INSTALL_NAMES

# The store is the same whoever makes it, and wherever: nobody has to be root for it.
LINKBOX_HOST ?= linkbox
LINKBOX_STORE = $(TARGET_DIR)/usr/lib/linkbox/store
LINKBOX_PLATFORM = linux/$(patsubst aarch64,arm64,$(patsubst x86_64,amd64,$(patsubst i%86,386,$(call qstrip,$(BR2_ARCH)))))
define LINKBOX_PRELOAD
	rm -rf $(LINKBOX_STORE)
	for archive in $(call qstrip,$(BR2_PACKAGE_LINKBOX_IMAGES)); do \
		$(LINKBOX_HOST) load --root $(LINKBOX_STORE) --platform $(LINKBOX_PLATFORM) -i $$archive || exit 1; \
	done
endef
LINKBOX_POST_INSTALL_TARGET_HOOKS += LINKBOX_PRELOAD

define LINKBOX_INSTALL_INIT_SYSV
	$(INSTALL) -D -m 0755 $(@D)/board/init/busybox $(TARGET_DIR)/etc/init.d/S60linkbox
endef

define LINKBOX_INSTALL_INIT_OPENRC
	$(INSTALL) -D -m 0755 $(@D)/board/init/openrc $(TARGET_DIR)/etc/init.d/linkbox
endef

define LINKBOX_INSTALL_INIT_SYSTEMD
	$(INSTALL) -D -m 0644 $(@D)/board/init/linkbox.service $(TARGET_DIR)/usr/lib/systemd/system/linkbox.service
endef

$(eval $(generic-package))
