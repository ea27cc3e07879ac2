#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

test_says_which_linkbox_and_kernel_this_is() {
	linkbox version
	shows '^ Version: +[0-9]+\.[0-9]+\.[0-9]+$'
	shows '^  API version: +1\.41 \(minimum version 1\.12\)$'
	shows "^  Kernel: +$(uname -r)$"
	cp "$stdout" plain
	linkbox version -f ''
	works diff plain "$stdout"
}

test_answers_templates_made_for_docker() {
	docker version --format '{{.Server.Version}} {{.Client.Os}}'
	prints_like '[0-9.]+ linux'
	docker version -f '{{.Client.APIVersion}} {{.Server.APIVersion}} {{.Server.MinAPIVersion}} {{.Client.Context}}'
	prints '1.41 1.41 1.12 default'
	docker version -f '{{range .Server.Components}}{{.Name}} {{.Details.ApiVersion}}{{end}}'
	prints 'Engine 1.41'
	docker version -f '{{json .Client}}'
	shows '^\{"Platform":\{"Name":""\},"Version":"[0-9.]+","ApiVersion":"1.41","DefaultAPIVersion":"1.41",'
	case $(uname -m) in
	x86_64) docker version -f '{{.Server.Arch}}' && prints amd64 ;;
	aarch64) docker version -f '{{.Server.Arch}}' && prints arm64 ;;
	esac
	fails_with 64 docker version --format '{{'
	warns 'template parsing error: template: '
	warns ':1: unclosed action'
}

test_info_says_what_is_in_force() {
	echo 'addresses=fresh' >"$LINKBOX_CONF"
	linkbox info
	shows "^ Docker Root Dir: $LINKBOX_STATE$"
	shows "^ Run Dir: $LINKBOX_RUN$"
	shows "^ Configuration: $LINKBOX_CONF$"
	shows '^ Provision: /etc/linkbox\.d$'
	shows '^ Subnet: 172\.17\.0\.0/16$'
	shows '^ Addresses: fresh$'
	shows "^ Kernel Version: $(uname -r)$"
}

test_info_answers_templates_made_for_docker() {
	docker info -f '{{.OSType}} {{.Swarm.LocalNodeState}} {{.LiveRestoreEnabled}} {{len .SecurityOptions}} {{.ClientInfo.Context}}'
	prints_like 'linux inactive false [0-9]+ default'
	docker info -f '{{.Plugins.Volume}} {{.Plugins.Network}} {{json .Labels}} {{json .Warnings}}'
	prints '[local] [bridge host] [] null'
	docker info -f '{{.SystemTime}}'
	prints_like "$(date -u +%Y-%m-%dT%H):.*Z"
	docker info --format ''
	shows '^Server:$'
}

test_info_counts_containers_and_images() {
	image
	linkbox run -d busybox
	linkbox create busybox
	linkbox info
	shows '^ Containers: 2$'
	shows '^  Running: 1$'
	shows '^  Stopped: 1$'
	shows '^ Images: 1$'
	docker info -f '{{.ContainersRunning}} {{.Driver}}'
	prints '1 overlay2'
}
