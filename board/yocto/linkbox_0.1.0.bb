# linkbox for Yocto: copy board/yocto into a layer as recipes-containers/linkbox.
#
# SPDX-License-Identifier: MIT
SUMMARY = "Containers with links, in one static binary"
DESCRIPTION = "run, ps, port, inspect, restart and the links of Docker's page 'Linking Containers Together', without a daemon"
LICENSE = "MIT"
LIC_FILES_CHKSUM = "file://LICENSE;md5=6e35dcc2e912a2405c0a13cb990fb5f8"

# The tree that this recipe stands in; a product sets its own SRC_URI.
inherit externalsrc systemd update-rc.d
EXTERNALSRC ?= "${THISDIR}/../.."
EXTERNALSRC_BUILD = "${EXTERNALSRC}"

# All static: set DISABLE_STATIC:pn-… = "" for these where the distribution builds none.
DEPENDS = "cjson libcap libmd libmnl zlib"

LINKBOX_CONFIG ?= "config/default.config"
LINKBOX_MAKE = "'CC=${CC}' 'AR=${AR}' 'STRIP=${STRIP}' SYSROOT= ARCH=${TARGET_ARCH} O=${WORKDIR}/out \
	CONFIG=${LINKBOX_CONFIG} PREFIX=${prefix} 'LDFLAGS=${LDFLAGS}'"

do_compile() {
	oe_runmake ${LINKBOX_MAKE} native=
}

do_install() {
	oe_runmake ${LINKBOX_MAKE} native= DESTDIR=${D} install
	install -d ${D}${sysconfdir}/linkbox.d
	if ${@bb.utils.contains('DISTRO_FEATURES', 'systemd', 'true', 'false', d)}; then
		install -D -m 0644 ${S}/board/init/linkbox.service ${D}${systemd_system_unitdir}/linkbox.service
	else
		install -D -m 0755 ${S}/board/init/busybox ${D}${sysconfdir}/init.d/linkbox
	fi
}

# The build strips a copy itself, and keeps the other beside it.
INHIBIT_PACKAGE_STRIP = "1"
SYSTEMD_SERVICE:${PN} = "linkbox.service"
INITSCRIPT_NAME = "linkbox"
INITSCRIPT_PARAMS = "defaults 60 10"
RRECOMMENDS:${PN} = "kernel-module-veth kernel-module-overlay kernel-module-nf-tables kernel-module-nft-nat \
	kernel-module-nft-masq kernel-module-nft-ct kernel-module-nft-fib-ipv4 kernel-module-nf-conntrack-netlink"
