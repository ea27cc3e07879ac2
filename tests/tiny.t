#!/bin/sh
# What the smallest configuration is for, and what it says it lacks: config/tiny.config.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

tiny=$top/build/$(uname -m)/tiny/linkbox

# Images are there when it comes: another linkbox has loaded them.
before_each() {
	[ -x "$tiny" ] || skip "$tiny is not built"
	image webapp -c 'EXPOSE 5000' -c 'CMD ["httpd", "-f", "-p", "5000", "-h", "/etc"]' -c 'STOPSIGNAL SIGKILL'
	image postgres -c 'EXPOSE 5432' -c 'CMD ["httpd", "-f", "-p", "5432", "-h", "/etc"]' -c 'STOPSIGNAL SIGKILL' -c 'VOLUME /data' \
		-c 'HEALTHCHECK CMD false'
	whole=$LINKBOX
	LINKBOX=$tiny
}

serves() {
	get "127.0.0.1:$1/passwd" | grep '^alice:'
}

test_plays_the_page() {
	linkbox run -d --name db postgres
	linkbox run -d -P --name web --link db:db webapp
	port=$(ask port web 5000)
	eventually serves "${port#*:}"
	linkbox ps
	shows 'db, *web/db'
	is "$(ask inspect -f '{{ .HostConfig.Links }}' web)" '[/db:/web/db]'
	is "$(ask inspect -f '{{ range .Mounts }}{{ .Type }} {{ .Destination }}{{ end }}' db)" 'volume /data'
	address=$(ask inspect --format '{{ .NetworkSettings.IPAddress }}' db)
	linkbox run --rm --link db:db webapp cat /etc/hosts
	shows "^$address[[:space:]]+db"
	linkbox restart -t 0 db
	is "$(ask inspect --format '{{ .NetworkSettings.IPAddress }}' db)" "$address"
	linkbox stop -t 0 web
	linkbox start web
	linkbox rm -f web db
	is "$(ask ps -aq)" ''
}

test_is_what_its_files_say_and_comes_back() {
	mkdir provision
	echo '--restart always postgres' >provision/db.run
	echo '--restart unless-stopped --link db:db --link-wait 30s -p 8080:5000 webapp' >provision/web.run
	linkbox apply --dry-run provision
	linkbox apply provision
	is "$(ask ps -a --format '{{ .Names }}' | sort | tr '\n' ' ')" 'db web '
	linkbox shutdown -t 0
	echo provision="$PWD/provision" >"$LINKBOX_CONF"
	linkbox boot
	eventually serves 8080
	linkbox apply provision
	is "$(ask ps -q | wc -l)" 2
}

test_restarts_what_ends() {
	linkbox run -d --restart on-failure:2 --name one postgres false
	eventually restarted one 2
}

restarted() {
	[ "$("$LINKBOX" inspect -f '{{ .RestartCount }} {{ .State.Status }}' "$1")" = "$2 exited" ]
}

test_says_what_it_lacks() {
	refuses run -m 64m postgres
	warns 'this linkbox was built without limits'
	refuses run --health-cmd true postgres
	warns 'this linkbox was built without healthchecks'
	refuses run --log-driver syslog postgres
	warns 'this linkbox was built with json-file and none'
	refuses run --log-opt max-size=1m postgres
	warns 'this linkbox was built without options of logs'
	echo '{ "defaultAction": "SCMP_ACT_ALLOW" }' >profile.json
	refuses run --security-opt seccomp=profile.json postgres
	warns 'this linkbox was built without seccomp profiles'
	refuses ps -f name=web
	warns 'this linkbox was built without filters'
	refuses run -v full:/etc postgres
	warns 'this linkbox was built without copying'
	mkdir provision
	cp "$rootfs" provision/image.tar
	refuses apply provision
	warns 'image.tar: this linkbox was built without archives'
	is "$(ask ps -aq)" ''
}

test_a_configuration_that_lacks_a_part_is_not_built() {
	(cat "$top/config/tiny.config"; echo CONFIG_IMPORT=y) >short.config
	not env -u MAKEFLAGS -u MAKELEVEL make -n -C "$top" CONFIG="$PWD/short.config" O="$PWD/short" all
	grep 'lacks parts that others of it need: import:archives' "$box/works"
}

test_lacks_nothing_that_it_needs_of_what_another_made() {
	"$whole" create --name limited -m 64m postgres || skip 'no limit of memory here'
	refuses start limited
	warns 'this linkbox was built without limits'
	"$whole" create --name checked --health-interval 1s postgres
	linkbox start checked
	linkbox rm -f checked limited
}
