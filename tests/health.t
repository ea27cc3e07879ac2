#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

healthcheck() {
	ask inspect -f '{{ json .Config.Healthcheck }}' "$1"
}

test_options_make_a_healthcheck() {
	image
	linkbox create --name web --health-cmd 'test -f /ok' --health-interval 1m30s --health-timeout 2s \
		--health-retries 4 --health-start-period 500ms busybox
	is "$(healthcheck web)" '{"Test":["CMD-SHELL","test -f /ok"],"Interval":90000000000,"Timeout":2000000000,"StartPeriod":500000000,"Retries":4}'
	is "$(ask inspect -f '{{.Config.Healthcheck}} {{printf "%s %d" .Config.Healthcheck.Interval .Config.Healthcheck.Retries}}' web)" \
		'{[CMD-SHELL test -f /ok] 1m30s 2s 500ms 4} 1m30s 4'
	linkbox create --name plain busybox
	is "$(healthcheck plain)" null
}

test_no_healthcheck_leaves_the_image_its_numbers() {
	image web -c 'HEALTHCHECK --interval=7s CMD true'
	linkbox create --name one --no-healthcheck web true
	is "$(healthcheck one)" '{"Test":["NONE"],"Interval":7000000000}'
	fails_with 125 run --no-healthcheck --health-cmd x web
	says 'linkbox: --no-healthcheck conflicts with --health-* options'
}

test_options_go_over_the_image() {
	image web -c 'HEALTHCHECK --interval=7s --timeout=9s --start-period=1h --retries=5 CMD ["test", "-f", "/ok"]'
	linkbox create --name one web true
	is "$(healthcheck one)" '{"Test":["CMD","test","-f","/ok"],"Interval":7000000000,"Timeout":9000000000,"StartPeriod":3600000000000,"Retries":5}'
	linkbox create --name two --health-interval 8s --health-cmd 'x y' web true
	is "$(healthcheck two)" '{"Test":["CMD-SHELL","x y"],"Interval":8000000000,"Timeout":9000000000,"StartPeriod":3600000000000,"Retries":5}'
}

test_refuses_values_that_are_none() {
	image
	for option in interval timeout start-period; do
		fails_with 125 create --health-cmd x --health-$option 5 busybox
		says "linkbox: invalid argument \"5\" for \"--health-$option\" flag: time: missing unit in duration \"5\""
		fails_with 125 create --health-cmd x --health-$option=-5s busybox
		says "linkbox: --health-$option cannot be negative"
		fails_with 1 create --health-cmd x --health-$option 999us busybox
		warns 'in Healthcheck cannot be less than 1ms'
	done
	fails_with 125 run --health-retries x busybox
	fails_with 125 run --health-retries=-1 busybox
	linkbox ps -aq
	prints
}

test_an_archive_brings_its_healthcheck_and_shell() {
	for format in docker oci; do
		"$top/tests/archives/make" $format --tag "$format:1" --config '{"Cmd": ["x"], "Shell": ["/bin/ash", "-ec"],
			"Healthcheck": {"Test": ["CMD-SHELL", "curl -f localhost"], "Interval": 5000000000, "Retries": 2}}' >image.tar
		linkbox load -i image.tar
		is "$(healthcheck $format:1)" '{"Test":["CMD-SHELL","curl -f localhost"],"Interval":5000000000,"Retries":2}'
		is "$(ask inspect -f '{{ .Config.Shell }}' $format:1)" '[/bin/ash -ec]'
		linkbox create --name $format $format:1
		is "$(healthcheck $format)" '{"Test":["CMD-SHELL","curl -f localhost"],"Interval":5000000000,"Retries":2}'
	done
}

test_nonsense_of_an_archive_is_left_out() {
	"$top/tests/archives/make" docker --tag web:1 --config '{"Cmd": ["x"], "Healthcheck":
		{"Test": ["CMD", 5, "true"], "Interval": -5, "Timeout": "x", "StartPeriod": 1e300, "Retries": [1]}}' >image.tar
	linkbox load -i image.tar
	is "$(healthcheck web:1)" '{"Test":["CMD","true"]}'
}
