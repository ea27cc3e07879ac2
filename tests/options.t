#!/bin/sh
# The other options of run and create, and those of Docker's that linkbox refuses by name.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# --- labels ----------------------------------------------------------------------------------------

test_label_file() {
	printf 'a=b\nc\n# no\n  d=e f\n\nh=\n' >labels
	linkbox create --name web --label a=z --label-file labels --label c2 busybox
	linkbox inspect -f '{{ json .Config.Labels }}' web
	prints '{"a":"z","c2":"","d":"e f","h":""}'
	printf 'a b=c\n' >labels
	fails_with 125 docker create --label-file labels busybox
	says "docker: poorly formatted environment: variable 'a b' contains whitespaces." "See 'docker create --help'."
	printf '=x\n' >labels
	fails_with 125 docker create --label-file labels busybox
	says "docker: poorly formatted environment: no variable name on line '=x'." "See 'docker create --help'."
	fails_with 125 docker create --label-file /nosuch busybox
	says 'docker: open /nosuch: no such file or directory.' "See 'docker create --help'."
}

test_label_file_is_stronger_than_the_image() {
	image labelled -c 'LABEL a=image b=image' -c 'CMD ["true"]'
	echo a=file >labels
	linkbox create --name web --label-file labels labelled
	linkbox inspect -f '{{ json .Config.Labels }}' web
	prints '{"a":"file","b":"image"}'
}

# --- groups ----------------------------------------------------------------------------------------

test_group_add_by_name_and_number() {
	linkbox run --rm --group-add 5 --group-add crew --group-add 5 busybox id -G
	prints '0 5 2000'
	linkbox run --rm -u 1000:1000 --group-add 5 busybox id -G
	prints '1000 5'
	linkbox create --name web --group-add crew busybox
	linkbox inspect -f '{{ json .HostConfig.GroupAdd }}' web
	prints '["crew"]'
}

test_group_add_is_for_exec_as_well() {
	linkbox run -d --name web --group-add 5 --group-add crew busybox
	linkbox exec web id -G
	prints '0 5 2000'
	linkbox exec -u alice web id -G
	prints '1000 5 2000'
}

test_group_add_refuses_what_is_no_group() {
	fails_with 125 docker run --group-add nosuch busybox id
	says 'docker: Error response from daemon: Unable to find group nosuch: no matching entries in group file.'
	for group in 99999999999 -1; do
		fails_with 125 docker run --group-add "$group" busybox id
		says 'docker: Error response from daemon: uids and gids must be in range 0-2147483647.'
	done
}

# --- names and addresses ---------------------------------------------------------------------------

test_hostname_and_domainname() {
	# shellcheck disable=SC2016
	linkbox run --rm -h foo --domainname bar.com busybox sh -c \
		'hostname; cat /proc/sys/kernel/domainname; echo "$HOSTNAME"; sed -n "s/.*\t//;1p" /etc/hosts; hostname -f'
	prints foo bar.com foo 'foo.bar.com foo' foo.bar.com
	linkbox create --name web -h foo --domainname bar.com busybox
	linkbox inspect -f '{{ .Config.Hostname }} {{ .Config.Domainname }}' web
	prints 'foo bar.com'
	linkbox run --rm -h '' busybox sh -c 'hostname | wc -c'
	prints 13
}

test_mac_address() {
	linkbox run -d --name web --mac-address 92:D0:c6:0a:29:33 busybox
	linkbox exec web cat /sys/class/net/eth0/address
	prints 92:d0:c6:0a:29:33
	linkbox inspect -f '{{ .Config.MacAddress }} {{ .NetworkSettings.MacAddress }} {{ .NetworkSettings.Networks.bridge.MacAddress }}' web
	prints '92:D0:c6:0a:29:33 92:d0:c6:0a:29:33 92:d0:c6:0a:29:33'
	works ping -c 1 -W 1 "$(address web)"
	linkbox run -d --name db --link web busybox
	works pings db web
	linkbox restart web
	linkbox exec web cat /sys/class/net/eth0/address
	prints 92:d0:c6:0a:29:33
	linkbox stop web
	linkbox inspect -f '{{ .NetworkSettings.MacAddress }}' web
	prints ''
}

test_mac_address_after_the_network_is_restored() {
	linkbox run -d --name web --mac-address 92:d0:c6:0a:29:33 busybox
	ip neighbour flush all nud permanent
	linkbox net restore
	works ping -c 1 -W 1 "$(address web)"
}

test_mac_address_in_other_forms() {
	for form in 92-d0-c6-0a-29-33 92d0.c60a.2933; do
		linkbox run --rm --mac-address "$form" busybox cat /sys/class/net/eth0/address
		prints 92:d0:c6:0a:29:33
	done
	for form in foo 92:d0:c6:0a:29 92:d0:c6:0a:29:3 01:00:5e:00:00:01 00:00:00:00:00:00 92:d0:c6:0a-29:33; do
		fails_with 125 docker run --mac-address "$form" busybox true
		says "docker: $form is not a valid mac address." "See 'docker run --help'."
	done
	fails_with 125 docker run --network host --mac-address 92:d0:c6:0a:29:33 busybox true
	says 'docker: Error response from daemon: conflicting options: mac-address and the network mode.' "See 'docker run --help'."
}

test_dns_options() {
	linkbox run --rm --dns 10.0.0.1 --dns 10.0.0.2 --dns-search a.example --dns-search b.example \
		--dns-option ndots:2 --dns-opt rotate busybox cat /etc/resolv.conf
	prints 'search a.example b.example' 'nameserver 10.0.0.1' 'nameserver 10.0.0.2' 'options rotate ndots:2'
}

test_link_is_repeated() {
	linkbox run -d --name db busybox
	linkbox run -d --name cache busybox
	linkbox run --rm --link db --link cache:c --link db:again busybox sh -c 'env | grep -o "^[A-Z]*_NAME" | sort'
	prints AGAIN_NAME C_NAME DB_NAME
}

test_publish_of_ranges() {
	linkbox run -d --name web -p 8000-8002:80-82 -p 9000-9001:90/udp busybox
	linkbox port web
	prints '80/tcp -> 0.0.0.0:8000' '81/tcp -> 0.0.0.0:8001' '82/tcp -> 0.0.0.0:8002' '90/udp -> 0.0.0.0:9000'
}

# --- the image -------------------------------------------------------------------------------------

test_pull_never_and_missing() {
	linkbox run --rm --pull never busybox true
	linkbox run --rm --pull missing busybox true
	fails_with 125 docker run --pull never nosuch true
	says 'docker: Error response from daemon: No such image: nosuch:latest.' "See 'docker run --help'."
	fails_with 125 docker run --pull missing nosuch true
	says "Unable to find image 'nosuch:latest' locally"
	fails_with 125 docker run --pull always busybox true
	says 'docker: --pull always is not supported: there is no registry; use load.' "See 'docker run --help'."
	fails_with 125 docker run --pull often busybox true
	says "docker: invalid pull option: 'often': must be one of \"always\", \"missing\" or \"never\"." "See 'docker run --help'."
}

test_platform_is_this_machines() {
	machine=$(uname -m)
	architecture=$(ask version -f '{{ .Server.Arch }}')
	for platform in linux "$machine" "linux/$machine" "LINUX/$machine" "linux/$machine/v1" ''; do
		linkbox run --rm --platform "$platform" busybox true
	done
	for platform in linux/vax windows vax "windows/$architecture"; do
		refuses run --platform "$platform" busybox true
		warns "linkbox: --platform $platform is not supported: this machine is linux/"
	done
}

test_quiet_is_taken() {
	linkbox run -q --rm busybox true
	linkbox run --quiet --rm busybox true
	linkbox create --quiet busybox
}

test_no_healthcheck() {
	linkbox create --name web --no-healthcheck busybox
	linkbox inspect -f '{{ json .Config.Healthcheck }}' web
	prints '{"Test":["NONE"]}'
}

test_trust_and_isolation_are_what_there_is() {
	linkbox run --rm --disable-content-trust --isolation default busybox true
	fails_with 125 docker run --disable-content-trust=false busybox true
	says 'docker: --disable-content-trust=false is not supported: digests are checked by load.' "See 'docker run --help'."
	fails_with 125 docker run --isolation hyperv busybox true
	says "docker: Error response from daemon: Invalid isolation: \"hyperv\" - linux only supports 'default'." "See 'docker run --help'."
}

# --- attaching -------------------------------------------------------------------------------------

test_attach_chooses_streams() {
	linkbox run --rm -a stdout busybox sh -c 'echo out; echo err >&2'
	prints out
	says
	linkbox run --rm -a STDERR busybox sh -c 'echo out; echo err >&2'
	prints
	says err
	linkbox run --rm -a stdin -a stdout busybox echo hi
	prints hi
	echo typed | "$LINKBOX" run --rm -i -a stdin -a stdout busybox cat >"$stdout"
	prints typed
	fails_with 1 docker run -d -a stdout busybox true
	says 'Conflicting options: -a and -d'
	fails_with 125 docker run -a foo busybox true
	says 'invalid argument "foo" for "-a, --attach" flag: valid streams are STDIN, STDOUT and STDERR' "See 'docker run --help'."
}

test_attach_is_remembered() {
	linkbox create -a stdin --name web busybox
	linkbox create -i --name db busybox
	linkbox inspect -f '{{ .Config.AttachStdin }} {{ .Config.AttachStdout }} {{ .Config.AttachStderr }} {{ .Config.OpenStdin }} {{ .Config.StdinOnce }}' web db
	prints 'true false false false false' 'true true true true true'
}

test_sig_proxy() {
	"$LINKBOX" run --name web --sig-proxy=false busybox idle >/dev/null &
	client=$!
	eventually logged web ready
	kill -TERM $client
	wait $client || :
	is "$(state_of web)" running
	"$LINKBOX" run --name db --sig-proxy busybox idle >/dev/null &
	client=$!
	eventually logged db ready
	kill -TERM $client
	wait $client
	is "$(state_of db)" exited
}

# detaches KEYS OPTION...: what is typed leaves the container, which goes on
detaches() {
	keys=$1
	shift
	(sleep 1; printf %b "$keys"; sleep 1) | script -qec "$LINKBOX run --name web -it $* busybox cat" /dev/null >/dev/null
	is "$(state_of web)" running
	linkbox rm -f web
}

test_detach_keys_of_the_command_line() {
	detaches '\0001x' --detach-keys ctrl-a,x
	fails_with 1 run --detach-keys foo busybox true
	says 'linkbox: Invalid detach keys (foo) provided'
}

test_detach_keys_of_the_configuration() {
	detaches '\0020\0021'
	echo detach-keys=ctrl-b,q >"$LINKBOX_CONF"
	detaches '\0002q'
	detaches '\0001x' --detach-keys ctrl-a,x
	echo detach-keys=foo >"$LINKBOX_CONF"
	fails_with 1 run busybox true
	says 'linkbox: Invalid detach keys (foo) provided'
}

# --- what Docker has and linkbox hasn't ------------------------------------------------------------

test_refuses_by_name_what_has_no_meaning_here() {
	for option in gpus=all ip6=::1 link-local-ip=1.2.3.4 network-alias=x net-alias=x runtime=runc storage-opt=size=1g \
		blkio-weight-device=/dev/sda:1 device-read-bps=x device-read-iops=x device-write-bps=x \
		device-write-iops=x cpu-rt-period=1 cpu-rt-runtime=1 kernel-memory=1m cpu-count=1 cpu-percent=1 io-maxbandwidth=1 io-maxiops=1; do
		fails_with 125 run "--$option" busybox true
		warns "linkbox: --${option%%=*} is not supported: "
		isnt "$(sed 's/.*not supported: //' "$stderr")" 'not yet'
	done
	linkbox ps -aq
	prints
}

test_every_option_of_docker_is_known() {
	# docker run --help of 20.10, without those of create
	for option in add-host attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile \
		cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems device \
		device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops \
		disable-content-trust dns dns-option dns-search domainname entrypoint env env-file expose gpus group-add \
		health-cmd health-interval health-retries health-start-period health-timeout hostname init interactive ip \
		ip6 ipc isolation kernel-memory label label-file link link-local-ip log-driver log-opt mac-address memory \
		memory-reservation memory-swap memory-swappiness mount name network network-alias no-healthcheck \
		oom-kill-disable oom-score-adj pid pids-limit platform privileged publish publish-all pull read-only restart \
		rm runtime security-opt shm-size stop-signal stop-timeout storage-opt sysctl tmpfs tty ulimit user userns uts \
		volume volume-driver volumes-from workdir; do
		for command in run create; do
			# flags are told apart from words by a value that neither takes
			call "$LINKBOX" "$command" "--$option=" nosuch
			! grep -qF 'unknown flag' "$stderr" || fail "$command --$option"
		done
	done
	for option in detach detach-keys sig-proxy; do
		call "$LINKBOX" run "--$option=" nosuch
		! grep -qF 'unknown flag' "$stderr" || fail "run --$option"
	done
}
