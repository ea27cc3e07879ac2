"""Published ports: what many of them cost a start, and whether they cost memory or processes.
SPDX-License-Identifier: MIT"""
import os
import time

import box
import measure

MOST = 16384


def publish(first, count):
    """A range of ports with equal numbers, as one option."""
    return ["-p", f"{first}:{first}" if count == 1 else f"{first}-{first + count - 1}:{first}-{first + count - 1}"]


def singles(first, count):
    return [word for port in range(first, first + count) for word in ("-p", f"{port}:{port}")]


def pair(place, options):
    """Words for clock: start one with these options, and remove it."""
    return [place.inside(box.LINKBOX, "run", "-d", "--name", "ports", *options, "busybox"),
            place.inside(box.LINKBOX, "rm", "-f", "ports")]


def compare_starts(place, rounds):
    one, _, range_, _, many, _ = measure.clock(rounds, 50, *pair(place, publish(10000, 1)),
                                               *pair(place, publish(10000, MOST)), *pair(place, singles(10000, 1000)))
    measure.compare(f"start with a range of {MOST} published ports against one port", range_, one, 1.2, "≤ 1.2 ×")
    measure.compare("start with 1000 single published ports against one port", many, one, 3, "≤ 3 ×")


def costs(place, options):
    """KiB of the monitor's own memory, its descriptors, and processes in the container's cgroup beside the first."""
    place.linkbox("run", "-d", "--name", "ports", *options, "busybox")
    monitor = place.monitor_of("ports")
    for _ in range(100):  # what works for a start may end after it
        if children_of(monitor) == 1:
            break
        time.sleep(0.05)
    with open(f"/proc/{monitor}/smaps_rollup") as rollup:
        memory = next(int(line.split()[1]) for line in rollup if line.startswith("Pss_Anon:"))
    found = memory, len(os.listdir(f"/proc/{monitor}/fd")), children_of(monitor)
    place.linkbox("rm", "-f", "ports")
    return found


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        return len(children.read().split())


def compare_costs(place):
    one, range_, many = (costs(place, options) for options in
                         (publish(10000, 1), publish(10000, MOST), singles(10000, 1000)))
    measure.show(f"what a range of {MOST} published ports costs the monitor",
                 f"{range_[0] - one[0]} KiB and {range_[1] - one[1]} descriptors more than one port",
                 goal="no memory per port", reached=range_[0] - one[0] <= 16 and range_[1] <= one[1])
    measure.show("processes of 1, a range, 1000 single ports beside the container's first",
                 f"{one[2] - 1}, {range_[2] - 1}, {many[2] - 1}", goal="0",
                 reached=one[2] == range_[2] == many[2] == 1)


def grow(place, rounds):
    figures = []
    for count in (1, 16, 128, 1024, MOST):
        start, _ = measure.clock(rounds, 30, *pair(place, publish(10000, count)))
        single = None
        if count <= 1024:
            single, _ = measure.clock(rounds, 30, *pair(place, singles(10000, count)))
        figures.append((count, start.median, single.median if single else None))
        measure.show(f"with {count} published ports", f"`run -d` as a range {start} ms"
                     + (f"; as single ports {single} ms" if single else ""))
    return figures


def measure_ports(quick):
    place = box.Box().images()
    try:
        place.linkbox("run", "-d", "--name", "db", "db")
        compare_starts(place, 5 if quick else 20)
        compare_costs(place)
        return {"growth": grow(place, 3 if quick else 10)}
    finally:
        place.close()
