#!/bin/sh
# Beside a firewall of somebody else's that drops what it doesn't know: with our snippets links and ports work, and
# what must not pass does not. And `check`, which finds such a firewall.
# shellcheck source=tests/lib.sh
[ "${box-}" ] || . "$(dirname "$0")/../lib.sh"

snippets=$top/board/firewall

scene() {
	image
	machine lan 198.51.100.2/24 198.51.100.1/24
	on lan ip route add 172.16.0.0/12 via 198.51.100.1
	linkbox run -d --name db --expose 5432 busybox serve 'rows of db' 5432
	linkbox run -d --name web -p 5000:5000 -p 127.0.0.1:5001:5000 --link db busybox serve 'page of web' 5000
	linkbox run -d --name stranger busybox
	eventually connects web "$(address db)" 5432
	eventually answers 127.0.0.1:5000 'page of web'
}

everything_works() {
	works connects web "$(address db)" 5432
	works pings web "$(address db)"
	works answers 127.0.0.1:5000 'page of web'
	is "$(on lan curl -s --max-time 3 http://198.51.100.1:5000)" 'page of web'
	within web nc -z -w 2 198.51.100.2 4444
	nothing_else_does
}

nothing_else_does() {
	not connects stranger "$(address db)" 5432
	not connects db "$(address web)" 5000
	not on lan nc -z -w 1 "$(address db)" 5432
	not on lan nc -z -w 1 198.51.100.1 5001
	not on lan nc -z -w 1 "$(address web)" 5000
}

# beside TABLE: the scene, a listener outside, and that the firewall that was just loaded does stop links
stopped() {
	on lan nc -lk -p 4444 >/dev/null 2>&1 &
	eventually listening 4444 on lan
	not connects web "$(address db)" 5432
	not on lan curl -sf --max-time 1 http://198.51.100.1:5000
}

test_nftables() {
	scene
	nft 'table inet filter { chain forward { type filter hook forward priority filter; policy drop; }; }'
	stopped
	linkbox check
	shows '^stops +inet filter forward +drops links and published ports'
	nft -f "$snippets/nftables.nft"
	everything_works
	linkbox check
	lacks '^stops'
}

test_the_line_that_check_prints_is_the_cure() {
	scene
	nft 'table inet filter { chain forward { type filter hook forward priority filter; policy drop; }; }'
	nft 'table ip other { chain FORWARD { type filter hook forward priority 10; policy drop; }; }'
	stopped
	linkbox check
	sed -n 's/^stops.*through: //p' "$stdout" >cure
	is "$(wc -l <cure)" 2
	sh -ex cure
	everything_works
}

test_iptables_and_docker() {
	command -v iptables || skip 'needs iptables'
	scene
	iptables -P FORWARD DROP
	iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
	stopped
	sh "$snippets/iptables"
	sh "$snippets/iptables"
	is "$(iptables -S FORWARD | grep -c lb+)" 2
	everything_works
	iptables -F FORWARD
	iptables -N DOCKER-USER
	iptables -A FORWARD -j DOCKER-USER
	iptables -A DOCKER-USER -j RETURN
	stopped
	sh "$snippets/iptables"
	is "$(iptables -S FORWARD | grep -c lb+)" 0
	everything_works
	linkbox check
	lacks '^stops'
}

# as fw4 builds it: the file stands first in its chain forward
test_fw4() {
	scene
	{
		echo 'table inet fw4 { chain forward { type filter hook forward priority filter; policy drop;'
		cat "$snippets/fw4.nft"
		echo 'ct state established,related accept; jump handle_reject; }'
		echo 'chain handle_reject { meta l4proto tcp reject with tcp reset; reject; }; }'
	} >fw4.nft
	grep -v '"lb\*"' fw4.nft | nft -f -
	stopped
	nft delete table inet fw4
	nft -f fw4.nft
	everything_works
	# restarting it takes our table along; fw4.restore brings it back
	nft flush ruleset
	nft -f fw4.nft
	nothing_else_does
	PATH=$box/bin:$PATH
	ln -s "$LINKBOX" "$box/bin/linkbox"
	sh "$snippets/fw4.restore"
	everything_works
}

# what ufw does with the lines: iptables-restore, in chains of its own
test_ufw() {
	command -v iptables-restore || skip 'needs iptables'
	scene
	printf '%s\n' '*filter' ':FORWARD DROP' ':ufw-before-forward -' '-A FORWARD -j ufw-before-forward' \
		"# don't delete the 'COMMIT' line or these rules won't be processed" COMMIT >before.rules
	iptables-restore <before.rules
	stopped
	sed 's,/etc/ufw/before.rules,before.rules,; /^ufw reload/d' "$snippets/ufw" | sh
	sed 's,/etc/ufw/before.rules,before.rules,; /^ufw reload/d' "$snippets/ufw" | sh
	is "$(grep -c lb+ before.rules)" 2
	iptables-restore <before.rules
	everything_works
}

# --- the hint

# on_terminal ARGUMENT...: what a person sees of it
on_terminal() {
	script -qefc "$(printf '"%s" ' "$LINKBOX" "$@")" /dev/null </dev/null >shown 2>&1 || fail "$(cat shown)"
}

hinted() {
	grep -c "the firewall's chain inet filter forward drops what goes to containers" shown
}

test_a_person_is_told_once_of_a_chain_that_drops_and_a_script_never() {
	image
	linkbox run -d --name db --expose 5432 busybox
	nft 'table inet filter { chain forward { type filter hook forward priority filter; policy drop; }; }'
	linkbox run -d -p 5001:5000 busybox
	is "$(cat "$stderr")" ''
	on_terminal run -d busybox
	is "$(hinted)" 0
	on_terminal run -d --link db busybox
	is "$(hinted)" 1
	on_terminal run -d -p 5000:5000 busybox
	is "$(hinted)" 0
	# a boot empties it
	rmdir "$LINKBOX_RUN/firewall-hint"
	script -qefc "'$LINKBOX' run -d -P --name web busybox >out" /dev/null </dev/null >shown
	is "$(hinted)" 1
	like "$(cat out)" '[0-9a-f]{64}'
}

test_nobody_is_told_where_nothing_drops_or_where_we_are_let_through() {
	image
	on_terminal run -d -p 5000:5000 busybox
	is "$(wc -l <shown)" 1
	rmdir "$LINKBOX_RUN/firewall-hint"
	nft 'table inet filter { chain forward { type filter hook forward priority filter; policy drop; }; }'
	nft -f "$snippets/nftables.nft"
	on_terminal run -d -p 5001:5000 busybox
	is "$(wc -l <shown)" 1
}

# --- check

test_check_finds_all_that_is_needed_here_and_says_what_is_missing() {
	linkbox check
	lacks '^missing +(kernel|nf_tables|veth|openat2)'
	shows '^ok +table of linkbox$'
	for call in openat2 close_range mount_setattr; do
		status=0
		strace -qq -o trace -e "inject=$call:error=ENOSYS" "$LINKBOX" check >"$stdout" || status=$?
		shows "^missing +$call "
		is $status "$([ $call = mount_setattr ] && echo 0 || echo 1)"
	done
	status=0
	strace -qq -o trace -e inject=unshare:error=EINVAL:when=1 "$LINKBOX" check >"$stdout" || status=$?
	shows '^missing +network namespaces +no container runs'
	is $status 1
}

test_check_leaves_no_trace() {
	remember_traces
	linkbox check
	leaves_no_trace
	not test -e "$LINKBOX_STATE/containers"
}

test_check_finds_marks_and_directories_that_are_open() {
	image
	ip rule add pref 2061 fwmark 0x3d00/0x3f00 lookup 61
	chmod 755 "$LINKBOX_STATE"
	linkbox check
	shows '^maybe +ip rule 2061 +its mask has the bit 0x1000'
	shows "^open +$LINKBOX_STATE +other users"
	chmod 700 "$LINKBOX_STATE"
	ip rule del pref 2061
	linkbox run -d busybox
	linkbox check
	lacks '^maybe'
	lacks "$LINKBOX_STATE"
}

test_net_knows_restore_and_nothing_else() {
	linkbox net restore
	works nft list table ip linkbox
	refuses net
	refuses net flush
	warns '"flush" is not a command of net'
}
