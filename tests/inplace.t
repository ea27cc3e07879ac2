#!/bin/sh
# Images that are used where they are: a squashfs, an erofs or a directory.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# Loop devices are the machine's: only those of files in this box are this test's.
before_each() {
	mkdir root
	tar -C root -xf "$rootfs"
	mkdir root/var
	echo 999 >root/var/owned
	chown 999:999 root/var/owned
	echo one >root/var/one
}

pack() {
	case $1 in
	squashfs) mksquashfs root web.squashfs -quiet -no-progress ;;
	erofs) mkfs.erofs web.erofs root ;;
	esac
}

# The loop devices that read a file of this box.
devices() {
	losetup -l -n -O NAME,RO,AUTOCLEAR,BACK-FILE | grep -F "$PWD/$1" || :
}

hide_devices() {
	mount -t tmpfs none /dev
	mknod /dev/null c 1 3
}

no_devices() {
	[ ! "$(devices "$1")" ]
}

test_a_squashfs_runs_and_nothing_is_unpacked() {
	pack squashfs
	linkbox import --in-place -m 'by hand' -c 'CMD ["cat", "/var/one"]' web.squashfs web:1
	linkbox run --rm web:1
	prints one
	is "$(ls "$LINKBOX_STATE/layers" 2>/dev/null)" ''
	is "$(ask inspect -f '{{ .Comment }} {{ json .RootFS.Layers }}' web:1)" \
		"by hand [\"sha256:$(sha256sum <web.squashfs | cut -d ' ' -f 1)\"]"
	is "$(ask images --format '{{ .Size }}' web:1)" "$(stat -c %s web.squashfs |
		awk '{ printf $1 < 1000000 ? "%.3gkB" : "%.3gMB", $1 / ($1 < 1000000 ? 1000 : 1000000) }')"
	eventually no_devices web
}

test_an_erofs_runs() {
	pack erofs
	linkbox import --in-place web.erofs web
	linkbox run --rm web stat -c '%u:%g %s' /var/owned
	prints '999:999 4'
	eventually no_devices web
}

test_a_partition_runs() {
	pack squashfs
	partition=$(losetup -f --show -r web.squashfs)
	status=0
	"$LINKBOX" import --in-place "$partition" web && "$LINKBOX" run --rm web cat /var/one >out || status=$?
	losetup -d "$partition"
	is "$status $(cat out)" '0 one'
}

test_containers_of_an_image_share_one_device_that_goes_with_the_last() {
	pack squashfs
	linkbox import --in-place web.squashfs web
	linkbox run -d --name one web idle
	linkbox run -d --name two web idle
	is "$(devices web | wc -l)" 1
	like "$(devices web)" '/dev/loop[0-9]+ +1 +1 .*'
	linkbox exec one sh -c 'echo changed >/var/one'
	is "$(ask exec one cat /var/one)" changed
	is "$(ask exec two cat /var/one)" one
	linkbox rm -f one
	is "$(devices web | wc -l)" 1
	kill_monitor two
	eventually no_devices web
	linkbox start two
	is "$(ask exec two cat /var/one)" one
	linkbox rm -f two
	eventually no_devices web
}

test_an_erofs_needs_no_loop_device_where_the_kernel_mounts_files() {
	pack erofs
	mkdir ext
	truncate -s 32M disk
	mkfs.ext4 -q disk
	mount -o loop disk ext
	mv web.erofs ext
	linkbox import --in-place ext/web.erofs web
	hide_devices
	call "$LINKBOX" run --rm web cat /var/one
	umount -l /dev
	! grep -q 'Block device required' "$stderr" || skip 'the kernel mounts no erofs from a file (Linux 6.12)'
	prints one
	umount ext
}

test_says_what_is_missing() {
	pack squashfs
	linkbox import --in-place web.squashfs web
	linkbox create --name one web cat /var/one
	hide_devices
	fails_with 1 docker start one
	warns 'no loop device: No such file or directory'
	umount -l /dev
	mv web.squashfs other
	fails_with 1 docker start one
	warns "open the image's $PWD/web.squashfs: No such file or directory"
	head -c 5000 other >web.squashfs
	fails_with 1 docker start one
	warns "mount $PWD/web.squashfs: "
	mv other web.squashfs
	linkbox start -a one
	prints one
	echo nothing >nothing
	fails_with 1 docker import --in-place nothing
	warns 'import nothing in place: it is neither a directory, nor a squashfs or erofs'
	fails_with 1 docker import --in-place -
}

test_rmi_leaves_the_file_alone() {
	pack squashfs
	before=$(sha256sum web.squashfs)
	linkbox import --in-place web.squashfs web
	linkbox run --rm web touch /var/one
	linkbox rmi web
	is "$(ls "$LINKBOX_STATE/images")" ''
	is "$(sha256sum web.squashfs)" "$before"
}

test_another_file_at_the_same_place_is_another_image() {
	pack squashfs
	linkbox import --in-place web.squashfs web
	first=$(ask images -q web)
	linkbox run -d --name one web idle
	echo two >root/var/one
	rm web.squashfs
	pack squashfs
	linkbox import --in-place web.squashfs web
	isnt "$(ask images -q web)" "$first"
	linkbox run --rm web cat /var/one
	prints two
	is "$(ask exec one cat /var/one)" one
	is "$(devices web | wc -l)" 1
}

test_cp_export_diff_and_volumes_see_it() {
	pack erofs
	linkbox import --in-place -c 'VOLUME /var' web.erofs web
	linkbox create --name one web true
	linkbox export -o out.tar one
	is "$(tar -xOf out.tar var/one)" one
	linkbox cp one:/var/one copied
	is "$(cat copied)" one
	linkbox run --rm web cat /var/one
	prints one
	linkbox start -a one
	linkbox diff one
	fails_with 1 docker commit one
	warns 'its image is used in place'
	eventually no_devices web
}

# What `run --ephemeral` and a device without a writable disk have in common.
written() {
	find "$LINKBOX_STATE" -type f -o -type l -o -path '*/containers/*'
}

test_an_ephemeral_container_writes_nothing_to_the_state_directory() {
	pack squashfs
	linkbox import --in-place web.squashfs web
	written >before
	linkbox run -d --name one --ephemeral --restart always -p 5000:5000 web sh -c 'echo changed >/var/one; exec serve hi'
	eventually answers 127.0.0.1:5000 hi
	is "$(ask exec one cat /var/one)" changed
	linkbox run -d --name two --ephemeral --link one:one web idle
	is "$(written)" "$(cat before)"
	linkbox ps -s
	is "$(written)" "$(cat before)"
	linkbox stop -t 0 one
	linkbox cp one:/var/one stopped
	is "$(cat stopped)" one
	fails_with 1 docker cp stopped one:/var/two
	warns "container rootfs is in RAM (--ephemeral) and gone while it isn't running"
	linkbox start one
	linkbox cp stopped one:/var/two
	is "$(ask exec one cat /var/two)" one
	fails_with 1 docker commit one
	warns '--ephemeral'
	fails_with 1 docker diff one
	warns '--ephemeral'
	is "$(ask inspect -f '{{ .HostConfig.Ephemeral }}' one)" true
	linkbox rm -f one two
	is "$(written)" "$(cat before)"
	is "$(find "$LINKBOX_RUN/containers" "$LINKBOX_RUN/leases" -type f)" ''
}

test_ephemeral_may_be_the_default() {
	image
	echo ephemeral=yes >"$LINKBOX_CONF"
	is "$(ask info -f '{{ .Ephemeral }}')" yes
	linkbox create --name one busybox
	linkbox create --name two --ephemeral=false busybox
	is "$(ask inspect -f '{{ .HostConfig.Ephemeral }}' one)" true
	is "$(ls "$LINKBOX_STATE/containers")" "$(ask inspect -f '{{ .Id }}' two)"
	echo ephemeral=perhaps >"$LINKBOX_CONF"
	refuses info
	warns 'bad line: ephemeral=perhaps'
}

# sectors NAME: written to the device that is mounted there, by all that was ever written to it
sectors() {
	sync -f "$1"
	awk '{ print $7 }' "/sys/dev/block/$(mountpoint -d "$1")/stat"
}

# Flash as it comes from the factory: a read-only partition with the images, and an empty one for data.
test_the_first_run_after_flashing_writes_nothing_to_flash() {
	mkdir -p tree/usr/share tree/usr/lib
	mksquashfs root tree/usr/share/web.squashfs -quiet -no-progress
	linkbox import --root tree/usr/lib/store --in-place -c 'CMD serve hi' tree/usr/share/web.squashfs web
	linkbox import --root tree/usr/lib/store "$rootfs" base
	mksquashfs tree system.squashfs -quiet -no-progress
	truncate -s 16M data.ext4
	mkfs.ext4 -q -E lazy_itable_init=0,lazy_journal_init=0 data.ext4
	mkdir system data
	mount -o loop system.squashfs system
	mount -o loop,noatime data.ext4 data
	export LINKBOX_PATH="$PWD/system/usr/lib/store" LINKBOX_STATE="$PWD/data/linkbox"
	before="$(sectors system) $(sectors data)"
	linkbox run -d --name web --ephemeral --restart always -p 5000:5000 web
	eventually answers 127.0.0.1:5000 hi
	linkbox run --rm --ephemeral --link web:web base sh -c 'echo >/new; wget -qO- http://web:5000'
	prints hi
	linkbox restart -t 0 web
	linkbox ps -a
	linkbox images
	is "$(sectors system) $(sectors data)" "$before"
	linkbox rm -f web
	is "$(sectors system) $(sectors data)" "$before"
	linkbox run --name durable base touch /new
	isnt "$(sectors data)" "${before#* }"
	umount data system
}
