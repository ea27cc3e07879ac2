#!/bin/sh
# What carries linkbox onto a device: the Debian package is installed for real, into a copy of this
# machine that nobody else sees; the others are read as far as that goes without their build systems.
#
# SPDX-License-Identifier: MIT
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

deb=$(dirname "$LINKBOX")/linkbox.deb

# This machine's files, with what is changed in RAM.
enter_copy() {
	mkdir copy layer
	mount -t tmpfs none layer
	mkdir layer/upper layer/work
	mount -t overlay -o lowerdir=/,upperdir="$PWD/layer/upper",workdir="$PWD/layer/work" none copy
	mount -t proc none copy/proc
	mount -t devtmpfs none copy/dev 2>/dev/null || mount --bind /dev copy/dev
	cp "$deb" copy/linkbox.deb
	# All of this machine's manual pages would be indexed anew.
	rm -f copy/var/lib/man-db/auto-update
}

inside() { chroot copy env -u LINKBOX_STATE -u LINKBOX_RUN PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

test_the_Debian_package_installs_and_goes_again() {
	enter_copy
	inside dpkg -i /linkbox.deb >out 2>&1 || fail "dpkg -i: $(cat out)"
	[ "$(inside linkbox version -f '{{.Client.Version}}')" = "$("$LINKBOX" version -f '{{.Client.Version}}')" ] ||
		fail "another version: $(inside linkbox version)"
	inside test -s /usr/share/man/man1/linkbox.1.gz || fail 'no manual page'
	inside test -d /etc/linkbox.d || fail 'no directory for provisioning files'
	[ "$(inside readlink -f /usr/lib/systemd/system/multi-user.target.wants/linkbox.service)" = /usr/lib/systemd/system/linkbox.service ] ||
		fail 'the service is not enabled'
	inside dpkg -r linkbox >out 2>&1 || fail "dpkg -r: $(cat out)"
	! inside test -e /usr/bin/linkbox || fail 'the binary is still there'
}

test_the_Debian_package_says_what_it_holds() {
	dpkg-deb -f "$deb" Version | grep -qx "$("$LINKBOX" version -f '{{.Client.Version}}')" || fail "$(dpkg-deb -f "$deb")"
	dpkg-deb --fsys-tarfile "$deb" | tar xO ./usr/bin/linkbox | cmp - "$LINKBOX" || fail 'another binary'
	! dpkg-deb -c "$deb" | grep -v ' root/root ' || fail 'somebody else owns a file'
}

# A linkbox that tells how it was called.
recorder() {
	mkdir -p bin
	printf '#!/bin/sh\necho "linkbox $*"\n' >bin/linkbox
	chmod +x bin/linkbox
	PATH=$PWD/bin:$PATH
}

test_the_script_for_BusyBox_init_starts_and_stops() {
	recorder
	[ "$(sh "$top/board/init/busybox" start)" = 'linkbox boot' ] || fail start
	[ "$(sh "$top/board/init/busybox" stop)" = 'linkbox shutdown' ] || fail stop
	[ "$(sh "$top/board/init/busybox" restart | tr '\n' ' ')" = 'linkbox shutdown linkbox boot ' ] || fail restart
	! sh "$top/board/init/busybox" 2>/dev/null || fail 'no word is no error'
}

test_shell_scripts_are_clean() {
	(cd "$top/board" && shellcheck init/busybox init/openrc init/procd alpine/APKBUILD deb demo) || fail shellcheck
}

test_the_systemd_unit_is_valid() {
	command -v systemd-analyze >/dev/null || skip 'systemd-analyze is not here'
	units=root/usr/lib/systemd/system
	mkdir -p $units root/usr/bin
	for target in basic multi-user network shutdown sysinit umount; do
		printf '[Unit]\nDescription=%s\n' "$target" >"$units/$target.target"
	done
	cp "$top/board/init/linkbox.service" $units
	cp "$LINKBOX" root/usr/bin/linkbox
	systemd-analyze verify --root="$PWD/root" --man=no linkbox.service >out 2>&1 || fail "$(cat out)"
	[ ! -s out ] || fail "$(cat out)"
}

test_Buildroot_builds_and_installs_it() {
	(cd "$top" && make -n -f tests/package/buildroot.mk DIR=/build/linkbox) >out 2>&1 || fail "$(cat out)"
	for words in 'make -C /build/linkbox CROSS_COMPILE="/sdk/bin/aarch64-linux-" ARCH="aarch64" CONFIG="config/default.config"' \
		'DESTDIR="/target" install' 'board/init/busybox /target/etc/init.d/S60linkbox' \
		'for archive in /images/web.tar /images/db.tar; do' \
		'linkbox load --root /target/usr/lib/linkbox/store --platform linux/arm64 -i $archive' \
		'board/init/linkbox.service /target/usr/lib' 'ln -sf /usr/bin/linkbox /target/usr/lib/linkbox/bin/' "site $top"; do
		tr -d '\\' <out | tr -s ' \n\t' ' ' | grep -qF -- "$words" || fail "not done: $words
$(cat out)"
	done
}

test_OpenWrt_builds_and_installs_it() {
	make -n -C "$top/board/openwrt" LINKBOX_IMAGES=web.tar TOPDIR="$top/tests/package/openwrt" 2>&1 | tr -d '\\' | tr -s ' \n\t' ' ' >out
	for words in 'CROSS_COMPILE="/sdk/bin/mips-" ARCH="arm"' '/root/usr/bin/linkbox' '/root/etc/init.d/linkbox' \
		'linkbox load --root /root/usr/lib/linkbox/store --platform linux/arm -i web.tar'; do
		grep -qF -- "$words" out || fail "not done: $words
$(cat out)"
	done
}

# ships STORE: the images of the archive were loaded there
ships() {
	[ "$(LINKBOX_PATH=$PWD/$1 "$LINKBOX" images --format '{{ .Repository }} {{ .ID }}')" = "demo $demo" ] ||
		fail "not there: $(find "$1")"
}

make_archive() {
	"$top/tests/archives/make" docker --tag demo >archive
	demo=$(tar -xOf archive manifest.json | jq -r '.[0].Config' | cut -c 1-12)
}

test_the_recipes_ship_images() {
	make_archive
	make -C "$top" -f tests/package/buildroot.mk preload DIR=/nowhere TARGET_DIR="$PWD/buildroot" LINKBOX_HOST="$LINKBOX" \
		BR2_PACKAGE_LINKBOX_IMAGES="\"$PWD/archive\"" >out 2>&1 || fail "$(cat out)"
	ships buildroot/usr/lib/linkbox/store
	ln -s "$LINKBOX" "$box/tools/linkbox"
	sed -n '/^do_install() {$/,/^}$/p' "$top/board/yocto/linkbox-images_1.0.bb" >recipe
	(
		export D=$PWD/yocto prefix=/usr UNPACKDIR=$PWD LINKBOX_IMAGES=archive LINKBOX_PLATFORM=linux/arm64
		. ./recipe
		do_install
	) >out 2>&1 || fail "$(cat out)"
	ships yocto/usr/lib/linkbox/store
	diff -r --no-dereference buildroot/usr/lib/linkbox/store yocto/usr/lib/linkbox/store || fail 'they differ'
}

test_the_Yocto_recipe_names_the_licence() {
	grep -q "md5=$(md5sum "$top/LICENSE" | cut -d' ' -f1)" "$top"/board/yocto/*.bb || fail 'another LICENSE'
}

# As they are typed for BusyBox.
test_make_defconfig_and_tinyconfig_choose_what_is_built_and_install_takes_DESTDIR_and_PREFIX() {
	mkdir tree
	tar -C "$top" --exclude=./build --exclude=./.git -cf - . | tar -C tree -xf -
	for config in default:defconfig tiny:tinyconfig; do
		make -C tree "${config#*:}" >out 2>&1 || fail "$(cat out)"
		cmp tree/.config "$top/config/${config%:*}.config" || fail "${config#*:} writes another configuration"
		[ "$(make -C tree -s --no-print-directory --eval 'show: ; @echo $(CONFIG)' show)" = .config ] || fail 'it is not what is built'
	done
	make -C tree -n SYSROOT= DESTDIR=/staging PREFIX=/opt install 2>/dev/null >out
	grep -q '/staging/opt/bin/linkbox$' out || fail "$(cat out)"
}

test_every_recipe_has_the_version() {
	version=$(sed -n 's/^VERSION = //p' "$top/Makefile")
	for place in "$top/board/yocto/linkbox_$version.bb"; do
		[ -e "$place" ] || fail "no $place"
	done
	grep -qx "pkgver=$version" "$top/board/alpine/APKBUILD" || fail alpine
	grep -qx "PKG_VERSION:=$version" "$top/board/openwrt/Makefile" || fail openwrt
}
