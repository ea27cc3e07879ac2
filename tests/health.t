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

# --- what becomes of a container ------------------------------------------------------------------

# watched NAME COMMAND [OPTION...]: a container that sleeps, whose healthcheck is that line
watched() {
	watched_name=$1 line=$2
	shift 2
	linkbox run -d --name "$watched_name" --health-cmd "$line" --health-interval 50ms --health-retries 2 "$@" busybox
}

health_of() {
	"$LINKBOX" inspect -f '{{ .State.Health.Status }}' "$1"
}

is_now() {
	[ "$(health_of "$1")" = "$2" ]
}

# told ACTION LINES: the events of health after that one
told() {
	[ "$("$LINKBOX" events --since 0 --until 0s --format '{{ .Status }}' | sed "1,/^$1\$/d" | grep health_status)" = "$2" ]
}

# last CONTAINER: status and output of the newest result
last() {
	"$LINKBOX" inspect -f "{{ range .State.Health.Log }}{{ .ExitCode }} {{ json .Output }}
{{ end }}" "$1" | sed '/^$/d' | tail -n 1
}

test_becomes_healthy_unhealthy_and_healthy_again() {
	image
	watched web 'echo asked; test -f /ok'
	eventually is_now web unhealthy
	like "$(ask ps --format '{{ .Status }}')" 'Up .* \(unhealthy\)'
	is "$(last web)" '1 "asked\n"'
	linkbox exec web touch /ok
	eventually is_now web healthy
	like "$(ask ps --format '{{ .Status }}')" 'Up .* \(healthy\)'
	is "$(ask inspect -f '{{ .State.Health.FailingStreak }}' web)" 0
	is "$(last web)" '0 "asked\n"'
	is "$(ask ps -q --filter health=healthy | wc -l) $(ask ps -q --filter health=unhealthy | wc -l)" '1 0'
	linkbox exec web rm /ok
	eventually is_now web unhealthy
	eventually told create 'health_status: unhealthy
health_status: healthy
health_status: unhealthy'
}

test_is_starting_until_it_knows_better() {
	image
	linkbox run -d --name web --health-cmd true --health-interval 1h busybox
	like "$(ask ps --format '{{ .Status }}')" 'Up .* \(health: starting\)'
	is "$(ask inspect -f '{{ json .State.Health }}' web)" '{"Status":"starting","FailingStreak":0,"Log":[]}'
	is "$(ask ps -q --filter health=starting | wc -l)" 1
}

three_results() {
	[ "$("$LINKBOX" inspect -f '{{ len .State.Health.Log }}' web)" -ge 3 ]
}

test_no_failure_counts_in_the_start_period() {
	image
	watched web false --health-start-period 1h
	eventually three_results
	is "$(ask inspect -f '{{ .State.Health.Status }} {{ .State.Health.FailingStreak }}' web)" 'starting 0'
}

test_one_that_does_not_run_is_unhealthy() {
	image
	linkbox create --name web --health-cmd true --health-interval 50ms busybox
	is "$(ask inspect -f '{{ .State.Health }}' web)" '<nil>'
	linkbox start web
	eventually is_now web healthy
	linkbox stop web
	is "$(health_of web)" unhealthy
	is "$(ask ps -aq --filter health=unhealthy | wc -l)" 1
	like "$(ask ps -a --format '{{ .Status }}')" 'Exited \(137\) .* ago'
	linkbox rm web
	watched web true
	eventually is_now web healthy
	kill_monitor web
	is "$(health_of web)" unhealthy
}

test_each_start_begins_anew() {
	image
	linkbox run -d --name web --health-cmd 'test ! -f /ready' --health-interval 50ms --health-retries 1 busybox
	linkbox exec web touch /ready
	eventually is_now web unhealthy
	linkbox stop web
	before=$(ask inspect -f '{{ len .State.Health.Log }}' web)
	linkbox start web
	eventually is_now web unhealthy
	[ "$(ask inspect -f '{{ len .State.Health.Log }}' web)" -ge "$before" ]
	eventually told stop 'health_status: unhealthy'
}

test_the_monitor_that_runs_it_again_asks_again() {
	image
	watched web 'test -f /ok' --restart always
	linkbox exec web touch /ok
	eventually is_now web healthy
	linkbox exec web rm /ok
	kill -9 "$(pid_of web)"
	eventually has_been_restarted
	eventually is_now web unhealthy
	eventually told die 'health_status: unhealthy'
}

has_been_restarted() {
	[ "$("$LINKBOX" inspect -f '{{ .RestartCount }} {{ .State.Status }}' web)" = '1 running' ]
}

test_probes_are_confined_as_exec_is() {
	image
	see='id -u; id -G; pwd; echo $A; grep -E "^(Cap|NoNew|Seccomp:|Groups)" /proc/self/status; cat; cat /proc/self/cgroup'
	linkbox run -d --name web -u alice --group-add 77 -w /etc -e A=b --cap-drop NET_RAW --security-opt no-new-privileges \
		--health-cmd "$see" --health-interval 50ms busybox
	eventually is_now web healthy
	"$LINKBOX" exec web sh -c "$see" </dev/null >expected
	linkbox inspect -f '{{ with index .State.Health.Log 0 }}{{ .Output }}{{ end }}' web
	grep . "$stdout" | diff -u expected - || fail 'differs from exec'
}

test_a_test_without_shell_is_run_as_it_is() {
	image web -c 'CMD ["sleep", "1000"]' -c 'HEALTHCHECK --interval=50ms CMD ["echo", "$A", "a  b", ""]'
	linkbox run -d --name web web
	eventually is_now web healthy
	is "$(last web)" '0 "$A a  b \n"'
	image none -c 'CMD ["sleep", "1000"]' -c 'HEALTHCHECK --interval=50ms --retries=1 CMD ["nosuch"]'
	linkbox run -d --name none none
	eventually is_now none unhealthy
	is "$(last none)" '-1 "exec: \"nosuch\": executable file not found in $PATH"'
}

test_a_line_goes_to_the_shell_of_the_image() {
	image
	id=$(ask images -q --no-trunc busybox)
	echo 'shell=/bin/echo' >>"$LINKBOX_STATE/images/${id#sha256:}/record"
	watched web 'a  b'
	eventually is_now web healthy
	is "$(last web)" '0 "a  b\n"'
}

sleepers() {
	[ "$(pgrep -fc "^sleep $1")" = "$2" ]
}

test_what_takes_too_long_is_ended_with_all_it_started() {
	image
	watched web 'echo begun; trap "" TERM; sleep 4321 & (sleep 4321; true) | sleep 4321; true' --health-timeout 200ms --health-retries 1
	eventually is_now web unhealthy
	is "$(last web)" '-1 "Health check exceeded timeout (200ms)"'
	linkbox stop web
	eventually sleepers 4321 0
}

at_most_one() {
	[ "$(pgrep -fc "$1")" -le 1 ]
}

test_a_probe_at_a_time() {
	image
	watched web 'sleep 4322 & echo $(pidof sleep | wc -w); wait' --health-timeout 200ms
	eventually three_results
	eventually at_most_one '^sleep 4322'
}

test_the_end_of_the_container_waits_for_no_probe() {
	image
	watched web 'trap "" TERM INT HUP; sleep 4323'
	eventually sleepers 4323 1
	linkbox stop -t 0 web
	eventually sleepers 4323 0
	eventually not pgrep -f 'linkbox exec --keep'
	watched two 'trap "" TERM INT HUP; sleep 4323' --pid host
	eventually sleepers 4323 1
	linkbox rm -f two
	eventually sleepers 4323 0
	eventually not pgrep -f 'linkbox exec --keep'
}

test_a_killed_monitor_leaves_no_probe() {
	image
	watched web 'sleep 4324'
	eventually sleepers 4324 1
	kill_monitor web
	eventually sleepers 4324 0
	eventually not pgrep -f 'linkbox exec --keep'
}

test_a_probe_that_ends_with_the_container_says_nothing() {
	image
	for round in 1 2 3; do
		watched web 'sleep 4327' --health-retries 1 --restart-unhealthy
		eventually sleepers 4327 1
		kill -9 "$(pid_of web)"
		eventually has_exited web
		is "$(ask inspect -f '{{ .RestartCount }} {{ len .State.Health.Log }}' web)" '0 0'
		linkbox rm web
	done
}

test_what_a_probe_leaves_running_keeps_nobody() {
	image
	watched web 'sleep 4325 & echo $!'
	eventually three_results
	eventually at_most_one 'linkbox exec --keep'
	[ "$(pgrep -fc '^sleep 4325')" -ge 3 ]
	linkbox stop web
	eventually sleepers 4325 0
}

test_output_is_bounded() {
	image
	watched web 'yes 0123456789' --health-timeout 100ms
	eventually is_now web unhealthy
	watched two 'yes 0123456789 | head -n 1000; printf "\377\000x"'
	eventually is_now two healthy
	is "$(ask inspect -f '{{ with index .State.Health.Log 0 }}{{ len .Output }} {{ slice .Output 4089 }}{{ end }}' two)" '4099 89
0123...'
	eventually full
	[ "$(wc -c <"$LINKBOX_RUN/running/$(ask inspect -f '{{ .Id }}' two)/health")" -lt 30000 ]
	is "$(ask inspect -f '{{ len .State.Health.Log }}' two)" 5
}

full() {
	[ "$("$LINKBOX" inspect -f '{{ len .State.Health.Log }}' two)" = 5 ]
}

test_a_damaged_log_is_begun_anew() {
	image
	watched web true --health-interval 1h
	log=$LINKBOX_RUN/running/$(ask inspect -f '{{ .Id }}' web)/health
	for damage in 'no record' 'result=' 'result=1 2' 'result=1 2 x y' 'result=x y 0 z' 'streak=x' 'result=9.9 9.9 99999999999 x'; do
		echo "$damage" >"$log"
		linkbox inspect web
	done
	echo 'no record' >"$log"
	linkbox restart web
	is "$(grep -v ^format= "$log")" 'streak=0'
}

test_a_full_run_directory_delays_what_is_shown() {
	mount -t tmpfs -o size=1m tmpfs "$LINKBOX_RUN"
	image
	watched web 'echo asked >>/asked; test -f /ok'
	eventually is_now web unhealthy
	not dd if=/dev/zero of="$LINKBOX_RUN/filler" bs=4k
	linkbox exec web sh -c ': >/asked; touch /ok'
	eventually "$LINKBOX" exec web grep asked /asked
	rm "$LINKBOX_RUN/filler"
	eventually is_now web healthy
}

test_the_end_of_the_input_waits_for_no_probe() {
	image
	{
		eventually sleepers 4326 1
	} | linkbox run -i --name web --health-cmd 'sleep 4326' --health-interval 50ms busybox cat
}

# timers NAME: of its monitor
timers() {
	find "/proc/$(pgrep -of "^linkbox monitor $(ask inspect -f '{{ .Id }}' "$1")")/fd" -lname '*timerfd*' | wc -l
}

test_without_a_healthcheck_there_is_no_timer() {
	image
	linkbox run -d --name none busybox
	linkbox run -d --name off --no-healthcheck busybox
	watched web true --health-interval 1h
	is "$(timers none) $(timers off)" '1 1'
	is "$(timers web)" 2
}

# --- --restart-unhealthy --------------------------------------------------------------------------

has_restarted() {
	[ "$("$LINKBOX" inspect -f '{{ .RestartCount }}' "$1")" -ge "$2" ]
}

test_an_unhealthy_one_is_restarted() {
	image
	linkbox create --name web --restart-unhealthy --health-cmd 'test ! -f /ill' --health-interval 50ms --health-retries 2 \
		--health-start-period 1h --stop-signal TERM busybox \
		sh -c 'rm -f /ill; trap "echo asked to end; exit 0" TERM; echo begun; while :; do sleep 0.05; done'
	is "$(ask inspect -f '{{ .HostConfig.RestartUnhealthy }} {{ .HostConfig.RestartPolicy.Name }}' web)" 'true no'
	linkbox start web
	eventually is_now web healthy
	linkbox exec web touch /ill
	eventually has_restarted web 1
	eventually is_now web healthy
	linkbox logs web
	prints begun 'asked to end' begun
	linkbox stop web
	eventually has_exited web
	is "$(ask inspect -f '{{ .RestartCount }}' web)" 1
}

test_one_that_does_not_listen_is_killed_first() {
	image
	linkbox run -d --name web --stop-timeout 0 --stop-signal TERM --restart-unhealthy --health-cmd 'test -f /never' \
		--health-interval 50ms --health-retries 1 busybox
	eventually has_restarted web 2
	eventually kill_was_told web
	linkbox rm -f web
}

kill_was_told() {
	"$LINKBOX" events --since 1h --until 0s -f container="$1" -f event=kill --format '{{.Actor.Attributes.signal}}' | grep '^9$'
}

test_its_own_end_is_its_end() {
	image
	linkbox run -d --name web --restart-unhealthy --health-cmd true --health-interval 50ms busybox
	eventually is_now web healthy
	kill -9 "$(pid_of web)"
	eventually has_exited web
	is "$(ask inspect -f '{{ .RestartCount }}' web)" 0
}

test_without_it_an_unhealthy_one_runs_on() {
	image
	watched web false --restart always
	eventually is_now web unhealthy
	eventually three_results
	is "$(ask inspect -f '{{ .RestartCount }} {{ .State.Status }}' web)" '0 running'
}

test_restart_unhealthy_needs_a_healthcheck() {
	image
	refuses create --restart-unhealthy busybox
	says "linkbox: --restart-unhealthy needs a healthcheck: the image's, or --health-cmd"
	image web -c 'HEALTHCHECK CMD true'
	refuses create --restart-unhealthy --no-healthcheck web true
	linkbox create --restart-unhealthy web true
	fails_with 125 run --rm --restart-unhealthy web true
	says 'linkbox: Conflicting options: --restart-unhealthy and --rm'
}
