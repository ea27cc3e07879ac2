# The images that a device ships, for Yocto: LINKBOX_IMAGES names archives as `docker save` writes them, which stand
# beside this recipe. In conf/local.conf: HOSTTOOLS += "linkbox", the build machine's own.
#
# SPDX-License-Identifier: MIT
SUMMARY = "Container images in the read-only store that linkbox looks into"
LICENSE = "CLOSED"

LINKBOX_IMAGES ?= ""
SRC_URI = "${@' '.join('file://%s;unpack=0' % archive for archive in d.getVar('LINKBOX_IMAGES').split())}"
LINKBOX_PLATFORM = "linux/${@{'aarch64': 'arm64', 'x86_64': 'amd64', 'i686': '386'}.get(d.getVar('TARGET_ARCH'), d.getVar('TARGET_ARCH'))}"
UNPACKDIR ??= "${WORKDIR}"
RDEPENDS:${PN} = "linkbox"

do_install() {
	for archive in ${LINKBOX_IMAGES}; do
		linkbox load --root ${D}${prefix}/lib/linkbox/store --platform ${LINKBOX_PLATFORM} -i ${UNPACKDIR}/$archive
	done
}

FILES:${PN} = "${prefix}/lib/linkbox/store"
# Programs of any machine are in there, packed.
INHIBIT_PACKAGE_STRIP = "1"
INSANE_SKIP:${PN} += "arch already-stripped"
