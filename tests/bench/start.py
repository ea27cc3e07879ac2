"""Starts against the floor: one after a pause, a hundred back to back; exec against nsenter; what is left behind.
SPDX-License-Identifier: MIT"""
import difflib
import os
import re
import tempfile
import time

import box
import measure

ONE = ("run", "--rm", "busybox", "true")
LINKED = ("run", "--rm", "-P", "--link", "db:db", "webapp", "true")


# In a container: all that the kernel knows of it.
LOOK = """awk '{ print $5, $6, $(NF - 2) }' /proc/self/mountinfo; ls -ln /dev | cut -c1-60; ip -o link; ip -o address; ip route; ip neigh
grep -E '^(Cap|Seccomp|NoNewPrivs|NSpid|Groups|Uid)' /proc/1/status; cut -d: -f2- /proc/1/cgroup; pwd; umask; hostname | wc -c
ulimit -a; cat /proc/sys/net/ipv4/ping_group_range /proc/sys/net/ipv4/ip_unprivileged_port_start
cat /proc/sys/net/ipv6/conf/eth0/disable_ipv6; readlink /proc/self/fd/0 | cut -c1-4"""


class Floor:
    """Words for the floor program in a box that has a container `db`."""

    def __init__(self, place):
        filtered, group = box.PLACE + "/filter", []
        layer = place.sh("sh", "-ec", f"sed -n s/^layer=//p {place.state}/containers/*/record").split()[0]
        place.sh("sh", "-ec", f"{box.TOOLS}/floor filter {place.pid_of('db')} >{filtered}")
        status = place.sh("sh", "-ec", f"cat {place.run_directory}/running/*/status")
        for line in sorted(set(status.splitlines())):
            if line.startswith("cgroup="):
                controllers, path = line[7:].split(" ", 1)
                group.append(controllers.replace(",", "+") + ":" + os.path.dirname(path) + "/floor")
        self.words = [box.TOOLS + "/floor", f"layer={place.state}/layers/{layer}", f"state={place.state}",
                      f"run={place.run_directory}", f"filter={filtered}", f"cgroups={','.join(group)}",
                      "gateway=172.17.0.1", "address=172.17.250.250"]
        self.linked = [*self.words, f"source={place.address('db')}", "source_port=5432", "port=5000", "host_port=4999"]


def hundred(place, words):
    return place.inside("sh", "-ec", f"i=0; while [ $i -lt 100 ]; do i=$((i + 1)); {' '.join(words)}; done")


def traces(place):
    """What a start makes: interfaces, routes, elements, mounts, records, cgroups, in one text."""
    return place.sh("sh", "-c", f"""ip -o link | sed 's/@.*//; s/^[0-9]*: //'; ip route show table all; nft list ruleset
        cut -d' ' -f5 /proc/self/mountinfo; find {place.state} {place.run_directory} -mindepth 1 | grep -v '/events'
        find /sys/fs/cgroup -path '*{place.group}*' -type d""")


def leaves_nothing(place, words):
    """Whether at the exit of a start all is gone, seen at once."""
    before = traces(place)
    place.linkbox(*words)
    return traces(place) == before


def start(place, rounds):
    floor = Floor(place)
    linkbox = box.LINKBOX
    one, bare, linked, bare_linked = measure.clock(
        rounds, 50, place.inside(linkbox, *ONE), place.inside(*floor.words),
        place.inside(linkbox, *LINKED), place.inside(*floor.linked))
    measure.compare("`run --rm busybox true`, one", one, bare, 1.6, "≤ 1.6 × floor")
    measure.compare("`run --rm -P --link db:db webapp true`, one", linked, bare_linked, 2, "≤ 2 × floor")
    measure.show("peak resident memory of `run`", f"{max(one.peak, linked.peak)} KiB", goal="≤ 1536 KiB",
                 reached=max(one.peak, linked.peak) <= 1536)
    gone = leaves_nothing(place, ONE) and leaves_nothing(place, LINKED)
    measure.show("at its exit veth, routes, elements, mounts, record are gone", "yes" if gone else "no", goal="yes",
                 reached=gone)
    return {"run --rm busybox true": {"linkbox": one, "floor": bare},
            "run --rm -P --link db:db webapp true": {"linkbox": linked, "floor": bare_linked}}


def processor_time(words, rounds):
    """Milliseconds of processor time of a start, all its processes' together; None where nothing counts it."""
    top = "/sys/fs/cgroup/cpuacct"
    group = f"{top}/{box.GROUP}"
    if not os.path.exists(top + "/cpuacct.usage"):
        return None
    os.makedirs(group, exist_ok=True)
    with open(group + "/cpuacct.usage") as usage:
        before = int(usage.read())
        box.run("sh", "-ec", f'echo $$ >{group}/tasks; exec "$@"', "sh", box.TOOLS + "/clock", str(rounds), "20", *words)
        time.sleep(0.2)  # for what isn't waited for
        usage.seek(0)
        return (int(usage.read()) - before) / rounds / 1e6


def processor_times(place, rounds):
    floor = Floor(place)
    ours = processor_time(place.inside(box.LINKBOX, *LINKED), rounds)
    theirs = processor_time(place.inside(*floor.linked), rounds)
    if ours:
        measure.show("processor time of that start, all processes together", f"{measure.figure(ours)} ms",
                     f"{measure.figure(theirs)} ms", measure.figure(ours / theirs))


def back_to_back(place, rounds):
    floor = Floor(place)
    linked, bare = measure.clock(rounds, 50, hundred(place, [box.LINKBOX, *LINKED]), hundred(place, floor.linked))
    measure.compare("the same a hundred times back to back", linked, bare, 1.3, "≤ 1.3 × the floor's hundred")


def looks(text):
    """What a container says of itself, without what is its own: identifiers, addresses, numbers of mounts and devices."""
    for pattern, word in ((r"[0-9a-f]{12,64}|\bfloor\b", "ID"), (r"172\.17\.[0-9]+\.[0-9]+", "ADDRESS"),
                          (r"(02:4[23])(:[0-9a-f]{2}){4}", r"\1:MAC"), (r"(eth0@)if\d+", r"\1if"),
                          (r"(link-netnsid|qlen|dev) \d+", r"\1"), (r"lowerdir=\S+", "")):
        text = re.sub(pattern, word, text)
    return sorted(text.splitlines())


def same_container(place):
    """Whether the floor's container is what linkbox's is."""
    floor = Floor(place)
    ours = place.linkbox("run", "--rm", "-P", "--link", "db:db", "webapp", "sh", "-c", LOOK)
    theirs = place.sh(*floor.linked, f"script={LOOK}")
    different = [line for line in difflib.ndiff(looks(theirs), looks(ours)) if line[0] in "-+"]
    for line in different:
        print(line)
    measure.show("the floor's container has the same mounts, devices, interfaces, routes, rights", "no" if different else "yes",
                 goal="yes", reached=not different)


def on_disk(rounds):
    """The same with layers and the container's own on disk. A container of --rm writes its record to RAM in any case."""
    with tempfile.TemporaryDirectory(dir=box.TOP + "/build") as directory:
        place = box.Box(directory).images()
        try:
            place.linkbox("run", "-d", "--name", "db", "db")
            floor = Floor(place)
            linked, bare = measure.clock(rounds, 50, place.inside(box.LINKBOX, *LINKED), place.inside(*floor.linked))
            measure.compare(f"the same, one, with the store on disk ({place.sh('stat', '-f', '-c', '%T', directory).strip()})",
                            linked, bare, None, "")
        finally:
            place.close()


def run_exec(place, rounds):
    pid = place.pid_of("db")
    ours, theirs = measure.clock(
        rounds, 50, place.inside(box.LINKBOX, "exec", "db", "true"),
        ["nsenter", "--target", str(pid), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "true"])
    measure.compare("`exec` true in a running container", ours, theirs, 2, "≤ 2 × nsenter")


def measure_start(quick):
    place = box.Box().images()
    try:
        place.linkbox("run", "-d", "--name", "db", "db")
        same_container(place)
        times = start(place, 10 if quick else 40)
        processor_times(place, 10 if quick else 50)
        back_to_back(place, 1 if quick else 3)
        run_exec(place, 10 if quick else 40)
        on_disk(5 if quick else 20)
        return times
    finally:
        place.close()
