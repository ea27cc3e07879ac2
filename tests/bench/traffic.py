"""What packets lose on their way: through a published port and over a link, with a thousand other ports published,
against the same containers, veth pairs and addresses, routed and translated by one rule, without linkbox's table.
SPDX-License-Identifier: MIT"""
import os
import subprocess
import time

import box
import measure
import ports

PIECE = 150  # ms of one measurement
PORT, HOST_PORT, OTHERS = 5000, 8080, 1000
TRAFFIC = box.TOOLS + "/traffic"
BARE = """table ip bare {
	chain arrive {
		type nat hook prerouting priority dstnat
		ip daddr 10.9.0.1 tcp dport %d dnat to %s:%d
	}
}"""


class Network:
    """A box with `server`, its consumer `client`, and another machine on a wire."""

    def __init__(self, published):
        self.box = place = box.Box().images()
        tools = f"{box.TOOLS}:/tools:ro"
        options = ["-p", f"{HOST_PORT}:{PORT}"] if published else []
        place.linkbox("run", "-d", "--name", "server", *options, "-v", tools, "webapp", "/tools/traffic", "serve", str(PORT))
        place.linkbox("run", "-d", "--name", "client", "--link", "server:server", "busybox")
        self.lan = subprocess.Popen(["unshare", "--net", "sleep", "100000"], stdin=subprocess.DEVNULL)
        while not box.is_apart(self.lan.pid):
            time.sleep(0.01)
        place.sh("sh", "-ec", f"""ip link add wire type veth peer name eth0 netns {self.lan.pid}
            ip address add 10.9.0.1/24 dev wire; ip link set wire up""")
        box.run("nsenter", f"--target={self.lan.pid}", "--net", "sh", "-ec",
                "ip address add 10.9.0.2/24 dev eth0; ip link set eth0 up")
        self.address, self.client = place.address("server"), place.pid_of("client")
        os.sched_setscheduler(place.pid_of("server"), os.SCHED_FIFO, os.sched_param(1))

    def from_lan(self, what):
        return self.measure(self.lan.pid, what, "10.9.0.1", HOST_PORT)

    def over_link(self, what):
        return self.measure(self.client, what, self.address, PORT)

    @staticmethod
    def measure(pid, what, address, port):
        words = box.run("nsenter", f"--target={pid}", "--net", "chrt", "--fifo", "1", TRAFFIC, what, address, str(port), str(PIECE))
        return [float(word) for word in words.split()]

    def close(self):
        self.lan.kill()
        self.lan.wait()
        self.box.close()


def make_bare(network):
    """Of linkbox's table, rules and routes nothing is left; plain routes lead to both containers."""
    place = network.box
    routes = place.sh("ip", "route", "show", "table", "172").splitlines()
    place.sh("nft", "delete", "table", "ip", "linkbox")
    place.sh("sh", "-ec", "ip rule del pref 100; ip rule del pref 101; ip route flush table 172; "
             "ip route del unreachable 172.17.0.0/16")
    for route in routes:
        place.sh("ip", "route", "add", *route.split())
    place.sh("nft", BARE % (HOST_PORT, network.address, PORT))


def compare(what, ours, bare, rounds):
    """`ours` and `bare` measure one of "send", "ask"; in turn, and each first as often as the other."""
    found = {"send": ([], []), "ask": ([], [])}
    for kind, (mine, theirs) in found.items():
        for turn in range(rounds):
            for measured, into in ((ours, mine), (bare, theirs))[::1 if turn % 2 else -1]:
                into.append(measured(kind))
    for kind, column, name, unit, goal, holds in (
            ("send", 0, "TCP throughput", "MB/s", "≥ 0.97", lambda ratio: ratio >= 0.97),
            ("ask", 0, "requests/s", "/s", "≥ 0.95", lambda ratio: ratio >= 0.95),
            ("ask", 1, "99th percentile", "µs", "≤ 1.1", lambda ratio: ratio <= 1.1)):
        mine, theirs = ([result[column] for result in side] for side in found[kind])
        ratio, low, high = measure.median_ratio(mine, theirs)
        measure.show(f"{name} {what}, {rounds} pairs", f"{measure.figure(measure.quantile(mine, 0.5))} {unit}",
                     f"{measure.figure(measure.quantile(theirs, 0.5))} {unit} bare",
                     f"{ratio:.3f} (95 %: {low:.3f}–{high:.3f})", goal, holds(ratio))


def measure_traffic(quick):
    ours, bare = Network(True), Network(False)
    rounds = 6 if quick else 24
    try:
        ours.box.linkbox("run", "-d", *ports.singles(20000, OTHERS), "busybox")
        make_bare(bare)
        compare(f"through a published port, {OTHERS} others published", ours.from_lan, bare.from_lan, rounds)
        compare(f"over a link, {OTHERS} ports published", ours.over_link, bare.over_link, rounds)
    finally:
        ours.close()
        bare.close()
