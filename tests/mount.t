#!/bin/sh
# run --mount: each key, and Docker's words for what is wrong.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
	mkdir data
	echo hello >data/file
}

# flag_says VALUE REASON: what Docker's flag library says of it
flag_says() {
	fails_with 125 docker run --mount "$1" busybox true
	says "invalid argument \"$1\" for \"--mount\" flag: $2" "See 'docker run --help'."
}

# daemon_says VALUE TYPE REASON
daemon_says() {
	fails_with 125 docker run --mount "$1" busybox true
	says "docker: Error response from daemon: invalid mount config for type \"$2\": $3." "See 'docker run --help'."
}

test_bind_shows_a_directory_of_the_host() {
	for words in "type=bind,source=$PWD/data,target=/x" "type=bind,src=$PWD/data,dst=/x" \
		"Type=BIND,Src=$PWD/data,destination=/x/"; do
		linkbox run --rm --mount "$words" busybox cat /x/file
		prints hello
	done
}

test_bind_wants_its_source_to_be_there() {
	daemon_says type=bind,src=/nosuch,dst=/x bind 'bind source path does not exist: /nosuch'
	linkbox create --name web --mount "type=bind,src=$PWD/data,dst=/x" busybox
	rm -r data
	refuses start web
	warns "bind source path does not exist: $PWD/data"
	not [ -e data ]
}

test_readonly() {
	for word in readonly ro readonly=true ro=1; do
		fails_with 1 run --rm --mount "type=bind,src=$PWD/data,dst=/x,$word" busybox touch /x/new
		warns 'Read-only file system'
	done
	linkbox run --rm --mount "type=bind,src=$PWD/data,dst=/x,readonly=false" busybox touch /x/new
	fails_with 1 run --rm --mount type=volume,src=named,dst=/x,ro busybox touch /x/new
	fails_with 1 run --rm --mount type=tmpfs,dst=/x,ro busybox touch /x/new
	flag_says "type=bind,src=/tmp,dst=/x,readonly=maybe" 'invalid value for readonly: maybe'
}

test_bind_nonrecursive_shows_nothing_that_is_mounted_below() {
	mkdir data/below
	mount -t tmpfs tmpfs data/below
	touch data/below/file
	linkbox run --rm --mount "type=bind,src=$PWD/data,dst=/x" busybox ls /x/below
	prints file
	linkbox run --rm --mount "type=bind,src=$PWD/data,dst=/x,bind-nonrecursive" busybox ls /x/below
	prints
	flag_says type=bind,src=/tmp,dst=/x,bind-nonrecursive=x 'invalid value for bind-nonrecursive: x'
}

test_bind_propagation_is_private() {
	for mode in private rprivate; do
		linkbox run --rm --mount "type=bind,src=$PWD/data,dst=/x,bind-propagation=$mode" busybox true
	done
	for mode in shared rshared slave rslave; do
		fails_with 125 run --mount "type=bind,src=$PWD/data,dst=/x,bind-propagation=$mode" busybox true
		says "linkbox: mount /x: propagation $mode is not supported: what is mounted later stays outside"
	done
	daemon_says type=bind,src=/tmp,dst=/x,bind-propagation=foo bind 'invalid propagation mode: foo'
}

test_consistency_is_taken() {
	linkbox run --rm --mount "type=bind,src=$PWD/data,dst=/x,consistency=cached" busybox cat /x/file
	prints hello
}

test_volume_is_the_type_if_none_is_said() {
	linkbox run --rm --mount source=named,target=/www busybox ls /www
	prints cgi-bin index.html
	linkbox volume ls -q
	prints named
}

test_volume_without_a_source_goes_with_the_container() {
	linkbox create --name web --mount type=volume,dst=/x busybox
	linkbox volume ls -q
	prints_like '[0-9a-f]{64}'
	linkbox rm -v web
	linkbox volume ls -q
	prints
	daemon_says type=volume,dst=/x,ro volume 'must not set ReadOnly mode when using anonymous volumes'
}

test_volume_nocopy_leaves_it_empty() {
	linkbox run --rm --mount type=volume,src=named,dst=/www,volume-nocopy busybox ls /www
	prints
	linkbox run --rm --mount type=volume,src=other,dst=/www,volume-nocopy=false busybox ls /www
	prints cgi-bin index.html
	flag_says type=volume,dst=/x,volume-nocopy=maybe 'invalid value for volume-nocopy: maybe'
}

test_volume_label_and_driver() {
	linkbox create --mount type=volume,src=named,dst=/x,volume-label=a=1,volume-label=b,volume-driver=local busybox
	linkbox volume inspect -f '{{ json .Labels }}' named
	prints '{"a":"1","b":""}'
	fails_with 125 run --mount type=volume,src=other,dst=/x,volume-driver=nfs busybox true
	says 'linkbox: create other: error looking up volume plugin nfs: plugin "nfs" not found'
	flag_says type=volume,dst=/x,volume-opt=o=bind 'volume-opt is not supported: a volume is a directory of the store'
}

test_tmpfs_with_size_and_mode() {
	linkbox run --rm --mount type=tmpfs,dst=/x,tmpfs-size=1m,tmpfs-mode=1700 busybox sh -c \
		'stat -c %a /x; grep -c " /x tmpfs .*nosuid,nodev,noexec.*size=1024k" /proc/mounts'
	prints 1700 1
	flag_says type=tmpfs,dst=/x,tmpfs-size=foo 'invalid value for tmpfs-size: foo'
	flag_says type=tmpfs,dst=/x,tmpfs-mode=9 'invalid value for tmpfs-mode: 9'
	daemon_says type=tmpfs,dst=/x,src=/y tmpfs 'field Source must not be specified'
}

test_quotes_hold_a_comma() {
	mkdir 'a,b'
	echo comma >'a,b/file'
	linkbox run --rm --mount "type=bind,\"src=$PWD/a,b\",dst=/x" busybox cat /x/file
	prints comma
}

test_what_the_flag_library_says() {
	flag_says '' EOF
	flag_says x "invalid field 'x' must be a key=value pair"
	flag_says type=bind,src=/tmp 'target is required'
	flag_says type=,dst=/x 'type is required'
	flag_says readonly 'target is required'
	flag_says type=bind,src=/tmp,dst=/x,foo=bar "unexpected key 'foo' in 'foo=bar'"
	flag_says type=bind,src=/tmp,dst=/x, "invalid field '' must be a key=value pair"
	flag_says type=bind,src=/tmp,dst=/x,volume-nocopy "cannot mix 'volume-*' options with mount type 'bind'"
	flag_says type=bind,src=/tmp,dst=/x,tmpfs-size=1m "cannot mix 'tmpfs-*' options with mount type 'bind'"
	flag_says type=volume,dst=/x,bind-propagation=rprivate "cannot mix 'bind-*' options with mount type 'volume'"
}

test_what_the_daemon_says() {
	daemon_says type=foo,target=/x foo 'mount type unknown'
	daemon_says type=bind,target=/x bind 'field Source must not be empty'
	daemon_says type=bind,source=rel,target=/x bind "invalid mount path: 'rel' mount path must be absolute"
	daemon_says type=bind,source=/tmp,target=rel bind "invalid mount path: 'rel' mount path must be absolute"
	daemon_says type=bind,source=/tmp,target=/a/.. bind "invalid specification: destination can't be '/'"
	fails_with 125 docker run --mount type=volume,dst=/x,src=/foo busybox true
	warns 'create /foo: "/foo" includes invalid characters for a local volume name'
}

test_no_two_meet() {
	for other in '-v /tmp:/x' '--mount type=tmpfs,dst=/x' '--mount src=named,dst=/x/'; do
		# shellcheck disable=SC2086
		fails_with 125 docker run $other --mount "type=bind,src=$PWD/data,dst=/x" busybox true
		says 'docker: Error response from daemon: Duplicate mount point: /x.' "See 'docker run --help'."
	done
}

test_inspect_shows_what_was_asked_for() {
	linkbox create --name web --mount "type=bind,src=$PWD/data,dst=/a/,readonly,bind-propagation=rprivate" \
		--mount type=volume,src=named,dst=/b,volume-nocopy,volume-label=k=v,volume-driver=local \
		--mount type=tmpfs,dst=/c,tmpfs-size=1m,tmpfs-mode=700 --mount type=volume,dst=/d \
		--mount "type=bind,src=$PWD/data,dst=/e,bind-nonrecursive,consistency=cached" busybox
	linkbox inspect -f '{{ range .HostConfig.Mounts }}{{ json . }}
{{ end }}' web
	prints "{\"Type\":\"bind\",\"Source\":\"$PWD/data\",\"Target\":\"/a/\",\"ReadOnly\":true,\"BindOptions\":{\"Propagation\":\"rprivate\"}}" \
		'{"Type":"volume","Source":"named","Target":"/b","VolumeOptions":{"NoCopy":true,"Labels":{"k":"v"},"DriverConfig":{"Name":"local"}}}' \
		'{"Type":"tmpfs","Target":"/c","TmpfsOptions":{"SizeBytes":1048576,"Mode":448}}' \
		'{"Type":"volume","Target":"/d"}' \
		"{\"Type\":\"bind\",\"Source\":\"$PWD/data\",\"Target\":\"/e\",\"Consistency\":\"cached\",\"BindOptions\":{\"NonRecursive\":true}}" ''
	linkbox inspect -f '{{ range .Mounts }}{{ .Type }} {{ .Destination }} {{ .Mode }} {{ .RW }} {{ .Propagation }}
{{ end }}' web
	prints 'bind /a  false rprivate' 'bind /e  true rprivate' 'volume /b z true ' 'volume /d z true ' 'tmpfs /c  true ' ''
	linkbox inspect -f '{{ json .HostConfig.Binds }} {{ json .HostConfig.Tmpfs }} {{ json .Config.Volumes }}' web
	prints 'null null null'
}
