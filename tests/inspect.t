#!/bin/sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

before_each() {
	image
}

# json PATH: what python finds in what was printed, as one line of JSON
json() {
	python3 -c 'import json, sys; print(json.dumps(eval("v" + sys.argv[1], {"v": json.load(open(sys.argv[2]))})))' \
		"$1" "$stdout"
}

test_prints_the_keys_of_docker_20_10_in_its_order() {
	linkbox create --name web busybox
	linkbox inspect web
	is "$(json '[0].keys().__str__()' | tr -d "\"'[]()" | sed 's/dict_keys//; s/,//g')" \
		'Id Created Path Args State Image ResolvConfPath HostnamePath HostsPath LogPath Name RestartCount Driver Platform MountLabel ProcessLabel AppArmorProfile ExecIDs HostConfig GraphDriver Mounts Config NetworkSettings'
	is "$(json '[0]["State"].keys().__str__()' | tr -d "\"'[]()" | sed 's/dict_keys//; s/,//g')" \
		'Status Running Paused Restarting OOMKilled Dead Pid ExitCode Error StartedAt FinishedAt'
	is "$(json '[0]["NetworkSettings"].keys().__str__()' | tr -d "\"'[]()" | sed 's/dict_keys//; s/,//g')" \
		'Bridge SandboxID HairpinMode LinkLocalIPv6Address LinkLocalIPv6PrefixLen Ports SandboxKey SecondaryIPAddresses SecondaryIPv6Addresses EndpointID Gateway GlobalIPv6Address GlobalIPv6PrefixLen IPAddress IPPrefixLen IPv6Gateway MacAddress Networks'
}

test_indents_by_four_spaces_and_separates_by_commas() {
	linkbox create --name one busybox
	linkbox create --name two busybox
	linkbox inspect one two
	is "$(sed -n 1,2p "$stdout")" "[
    {"
	is "$(grep -c '^    },$' "$stdout")" 1
	is "$(tail -n 2 "$stdout")" "    }
]"
	shows '^        "State": \{$'
	shows '^            "PortBindings": \{\},$'
	is "$(json '[1]["Name"]')" '"/two"'
}

test_shows_what_create_was_told() {
	linkbox create --name web -p 5000:5000 -p 127.0.0.1::80/udp --expose 99 -v /tmp:/x:ro --tmpfs /t --add-host a:1.2.3.4 \
		--dns 8.8.8.8 --label q=r -e 'Z=a b<>&' -w /tmp -u 7 -h box --stop-signal INT --read-only busybox sh -c 'echo "a"'
	linkbox inspect web
	is "$(json '[0]["HostConfig"]["PortBindings"]')" \
		'{"5000/tcp": [{"HostIp": "", "HostPort": "5000"}], "80/udp": [{"HostIp": "127.0.0.1", "HostPort": ""}]}'
	is "$(json '[0]["HostConfig"]["Binds"]')" '["/tmp:/x:ro"]'
	is "$(json '[0]["HostConfig"]["Tmpfs"]')" '{"/t": ""}'
	is "$(json '[0]["HostConfig"]["ExtraHosts"]')" '["a:1.2.3.4"]'
	is "$(json '[0]["HostConfig"]["Dns"]')" '["8.8.8.8"]'
	is "$(json '[0]["HostConfig"]["ReadonlyRootfs"]')" true
	is "$(json '[0]["Config"]["ExposedPorts"]')" '{"5000/tcp": {}, "80/udp": {}, "99/tcp": {}}'
	is "$(json '[0]["Config"]["Labels"]')" '{"q": "r"}'
	is "$(json '[0]["Config"]["Env"][0]')" '"Z=a b<>&"'
	is "$(json '[0]["Config"]["WorkingDir"]')" '"/tmp"'
	is "$(json '[0]["Config"]["User"]')" '"7"'
	is "$(json '[0]["Config"]["Hostname"]')" '"box"'
	is "$(json '[0]["Config"]["StopSignal"]')" '"INT"'
	is "$(json '[0]["Config"]["Cmd"]')" '["sh", "-c", "echo \"a\""]'
	is "$(json '[0]["Path"]')" '"sh"'
	is "$(json '[0]["Args"]')" '["-c", "echo \"a\""]'
	is "$(json '[0]["Mounts"][0]["Destination"]')" '"/x"'
	is "$(json '[0]["Mounts"][0]["RW"]')" false
	shows '"Z=a b<>&"'
}

test_shows_addresses_and_ports_while_it_runs() {
	linkbox run -d --name web -p 8080:80 --expose 99 busybox
	linkbox inspect -f '{{.NetworkSettings.IPAddress}} {{.NetworkSettings.Gateway}} {{.NetworkSettings.IPPrefixLen}}' web
	prints '172.17.0.2 172.17.0.1 16'
	linkbox inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' web
	prints 172.17.0.2
	linkbox inspect -f '{{json .NetworkSettings.Ports}}' web
	prints '{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"}],"99/tcp":null}'
	linkbox stop web
	linkbox inspect -f '<{{.NetworkSettings.IPAddress}}> {{json .NetworkSettings.Ports}} {{.State.Status}} {{.State.ExitCode}}' web
	prints '<> {} exited 137'
}

test_shows_states_and_times() {
	linkbox create --name web busybox sh -c 'exit 3'
	linkbox inspect -f '{{.State.Status}} {{.State.Running}} {{.State.StartedAt}} {{.State.FinishedAt}}' web
	prints 'created false 0001-01-01T00:00:00Z 0001-01-01T00:00:00Z'
	linkbox start web
	linkbox wait web
	linkbox inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.State.FinishedAt}}' web
	prints_like 'exited 3 20[0-9-]+T[0-9:]+\.[0-9]+Z'
}

test_shows_links_under_the_names_that_are_true_now() {
	linkbox run -d --name db busybox
	linkbox run -d --name web --link db:one --link db:two busybox
	linkbox inspect -f '{{.HostConfig.Links}}' web
	prints '[/db:/web/one /db:/web/two]'
	linkbox rename db base
	linkbox rename web front
	linkbox inspect -f '{{json .HostConfig.Links}}' front
	prints '["/base:/front/one","/base:/front/two"]'
	linkbox inspect -f '{{json .HostConfig.Links}}' base
	prints null
}

test_finds_by_name_id_prefix_and_link_name() {
	id=$(ask run -d --name db busybox)
	linkbox run -d --name web --link db:db busybox
	for reference in db /db "$id" "$(echo "$id" | cut -c1-12)" "$(echo "$id" | cut -c1-5)" web/db; do
		linkbox inspect -f '{{.Id}}' "$reference"
		prints "$id"
	done
}

test_shows_images_after_containers() {
	linkbox create --name busybox busybox
	linkbox inspect -f '{{.Name}}' busybox
	prints /busybox
	linkbox inspect --type image -f '{{.RepoTags}} {{.Config.Cmd}} {{.Os}}' busybox
	prints '[busybox:latest] [sleep 100000] linux'
	linkbox inspect --type container -f '{{.Config.Image}}' busybox
	prints busybox
}

test_shows_those_there_are_and_reports_the_others() {
	linkbox create --name web busybox
	fails_with 1 docker inspect -f '{{.Name}}' ghost web phantom
	prints /web
	says 'Error: No such object: ghost' 'Error: No such object: phantom'
	fails_with 1 docker inspect ghost
	prints '[]'
	says 'Error: No such object: ghost'
	fails_with 1 docker inspect --type container ghost
	says 'Error: No such container: ghost'
	fails_with 1 docker inspect --type image ghost
	says 'Error: No such image: ghost'
	fails_with 1 docker inspect --type thing ghost
	says '"thing" is not a valid value for --type'
	fails_with 1 inspect ghost
	says 'linkbox: No such object: ghost'
}

test_understands_the_templates_that_people_use() {
	linkbox run -d --name web -p 8080:80 -p 53:53/udp --expose 99 -e A=b busybox
	templated '{{.Name}}' '/web'
	templated '{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}' '8080'
	templated '{{range $p, $c := .NetworkSettings.Ports}}{{$p}} -> {{with $c}}{{(index . 0).HostPort}}{{end}} {{end}}' \
		'53/udp -> 53 80/tcp -> 8080 99/tcp ->  '
	templated '{{.NetworkSettings.Ports}}' 'map[53/udp:[{0.0.0.0 53}] 80/tcp:[{0.0.0.0 8080}] 99/tcp:[]]'
	templated '{{index .Config.Env 0}} {{join .Config.Cmd "+"}} {{json .Config.Cmd}}' 'A=b sleep+100000 ["sleep","100000"]'
	templated '{{if .State.Running}}up{{else}}down{{end}} {{eq .State.ExitCode 0}}' 'up true'
	templated '{{.State.Health}} {{.Config.Entrypoint}} {{.Config.Volumes}} {{.HostConfig.PidsLimit}}' '<nil> [] map[] <nil>'
	templated '{{slice .Id 0 12 | len}} {{printf "%.4s" .Name}} {{len .Id}}' '12 /web 64'
	templated '{{.HostConfig.RestartPolicy}} {{.HostConfig.RestartPolicy.Name}}' '{no 0} no'
	templated '{{.Config.Labels.none}}' '<no value>'
	templated '{{len .Mounts}}{{range .Mounts}}x{{else}} none{{end}}' '0 none'
	templated '{{.HostConfig.DNS}} {{.HostConfig.Dns}}' '!1:13: executing "" at <.HostConfig.DNS>: map has no entry for key "DNS"'
}

# templated TEMPLATE RESULT, or !ERROR as Docker has it after "template: :"
templated() {
	case $2 in
	!*)
		fails_with 1 docker inspect -f "$1" web
		prints ''
		says "template parsing error: template: :${2#!}"
		;;
	*)
		linkbox inspect -f "$1" web
		prints "$2"
		;;
	esac
}

test_refuses_templates_with_dockers_words_and_status() {
	linkbox create --name web busybox
	fails_with 64 docker inspect -f '{{' web
	says 'template parsing error: template: :1: unclosed action'
	prints
	fails_with 64 docker inspect -f '{{foo}}' web
	says 'template parsing error: template: :1: function "foo" not defined'
	fails_with 64 docker inspect -f '{{html .Name}}' web
	says 'template parsing error: template: :1: function "html" is not supported'
	fails_with 1 docker inspect -f '{{.NoSuch}}' web
	prints ''
	says 'template parsing error: template: :1:2: executing "" at <.NoSuch>: map has no entry for key "NoSuch"'
	fails_with 1 docker inspect -f '{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}' web
	says 'template parsing error: template: :1:3: executing "" at <index (index .NetworkSettings.Ports "80/tcp") 0>: error calling index: index of untyped nil'
	fails_with 1 docker inspect -f '{{.State.Health.Status}}' web
	says 'template parsing error: template: :1:8: executing "" at <.State.Health.Status>: map has no entry for key "Health"'
}

test_works_in_four_ways() {
	linkbox create --name web busybox
	four_ways inspect web
}
