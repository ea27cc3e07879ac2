#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

test_says_which_linkbox_and_kernel_this_is() {
	linkbox version
	shows '^linkbox [0-9]+\.[0-9]+\.[0-9]+$'
	shows "^Kernel: +$(uname -r)$"
}

test_answers_templates_made_for_docker() {
	docker version --format '{{.Server.Version}} {{.Client.Os}}'
	prints_like '[0-9.]+ linux'
	fails_with 64 docker version --format '{{'
	says 'Template parsing error: template: :1: unclosed action'
}

test_info_says_what_is_in_force() {
	echo 'addresses=fresh' >"$LINKBOX_CONF"
	linkbox info
	shows "^Docker Root Dir: $LINKBOX_STATE$"
	shows "^Run Dir: $LINKBOX_RUN$"
	shows "^Configuration: $LINKBOX_CONF$"
	shows '^Subnet: 172\.17\.0\.0/16$'
	shows '^Addresses: fresh$'
	shows "^Kernel Version: $(uname -r)$"
}

test_info_counts_containers_and_images() {
	image
	linkbox run -d busybox
	linkbox create busybox
	linkbox info
	shows '^Containers: 2$'
	shows '^ Running: 1$'
	shows '^ Stopped: 1$'
	shows '^Images: 1$'
	docker info -f '{{.ContainersRunning}} {{.Driver}}'
	prints '1 overlay2'
}
