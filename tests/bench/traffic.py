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
SERVE = ["-v", f"{box.TOOLS}:/tools:ro", "webapp", "/tools/traffic", "serve", str(PORT)]
BARE = """table ip bare {
	chain arrive {
		type nat hook prerouting priority dstnat
		ip daddr 10.9.0.1 tcp dport %d dnat to %s:%d
	}
}"""


class Wired:
    """A box with a server that is reached from another machine on a wire, and, by its address, from a client. `fixed`:
    both ends of a measurement have a fixed priority, so that what others do on this machine is not what is measured."""

    def __init__(self, place, address, client, server, fixed):
        self.box, self.address, self.client = place, address, client
        self.first = ["chrt", "--fifo", "1"] if fixed else []
        if fixed:
            os.sched_setscheduler(server, os.SCHED_FIFO, os.sched_param(1))
        self.lan = subprocess.Popen(["unshare", "--net", "sleep", "100000"], stdin=subprocess.DEVNULL)
        while not box.is_apart(self.lan.pid):
            time.sleep(0.01)
        place.sh("sh", "-ec", f"""ip link add wire type veth peer name eth0 netns {self.lan.pid}
            ip address add 10.9.0.1/24 dev wire; ip link set wire up""")
        box.run("nsenter", f"--target={self.lan.pid}", "--net", "sh", "-ec",
                "ip address add 10.9.0.2/24 dev eth0; ip link set eth0 up")

    def from_lan(self, what):
        return self.measure(self.lan.pid, what, "10.9.0.1", HOST_PORT)

    def over_link(self, what):
        return self.measure(self.client, what, self.address, PORT)

    def measure(self, pid, what, address, port):
        words = box.run("nsenter", f"--target={pid}", "--net", *self.first, TRAFFIC, what, address, str(port), str(PIECE))
        return [float(word) for word in words.split()]

    def close_wire(self):
        self.lan.kill()
        self.lan.wait()

    def close(self):
        self.close_wire()
        self.box.close()


def network(published, fixed=True):
    """One of linkbox's; `published`: its server has a host port."""
    place = box.Box().images()
    options = ["-p", f"{HOST_PORT}:{PORT}"] if published else []
    place.linkbox("run", "-d", "--name", "server", *options, *SERVE)
    place.linkbox("run", "-d", "--name", "client", "--link", "server:server", "busybox")
    return Wired(place, place.address("server"), place.pid_of("client"), place.pid_of("server"), fixed)


def make_bare(wired):
    """Of linkbox's table, rules and routes nothing is left; plain routes lead to both containers."""
    place = wired.box
    routes = place.sh("ip", "route", "show", "table", "172").splitlines()
    place.sh("nft", "delete", "table", "ip", "linkbox")
    place.sh("sh", "-ec", "ip rule del pref 100; ip rule del pref 101; ip route flush table 172; "
             "ip route del unreachable 172.17.0.0/16")
    for route in routes:
        place.sh("ip", "route", "add", *route.split())
    place.sh("nft", BARE % (HOST_PORT, wired.address, PORT))


GOALS = (0.97, 0.95, 1.1)  # throughput, requests, 99th percentile


def compare(what, ours, bare, rounds, goals=GOALS, theirs_are="bare"):
    """`ours` and `bare` measure one of "send", "ask"; in turn, and each first as often as the other."""
    found = {"send": ([], []), "ask": ([], [])}
    for kind, (mine, theirs) in found.items():
        for turn in range(rounds):
            for measured, into in ((ours, mine), (bare, theirs))[::1 if turn % 2 else -1]:
                into.append(measured(kind))
    for kind, column, name, unit, goal, sign in (
            ("send", 0, "TCP throughput", "MB/s", goals[0], "≥"), ("ask", 0, "requests/s", "/s", goals[1], "≥"),
            ("ask", 1, "99th percentile", "µs", goals[2], "≤")):
        mine, theirs = ([result[column] for result in side] for side in found[kind])
        ratio, low, high = measure.median_ratio(mine, theirs)
        measure.show(f"{name} {what}, {rounds} pairs", f"{measure.figure(measure.quantile(mine, 0.5))} {unit}",
                     f"{measure.figure(measure.quantile(theirs, 0.5))} {unit} {theirs_are}",
                     f"{ratio:.3f} (95 %: {low:.3f}–{high:.3f})", f"{sign} {goal}",
                     ratio >= goal if sign == "≥" else ratio <= goal)


def measure_traffic(quick):
    ours, bare = network(True), network(False)
    rounds = 6 if quick else 24
    try:
        ours.box.linkbox("run", "-d", *ports.singles(20000, OTHERS), "busybox")
        make_bare(bare)
        compare(f"through a published port, {OTHERS} others published", ours.from_lan, bare.from_lan, rounds)
        compare(f"over a link, {OTHERS} ports published", ours.over_link, bare.over_link, rounds)
    finally:
        ours.close()
        bare.close()
