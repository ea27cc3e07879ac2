"""A thousand containers, each a consumer of one source: starts, lists, restarts, memory, and how they grow.
SPDX-License-Identifier: MIT"""
import os
import time

import box
import measure

CONTAINERS = int(os.environ.get("CONTAINERS") or 1000)
STEPS = [step for step in (1, 10, 100, 1000, 10000) if step < CONTAINERS] + [CONTAINERS]
BINARY = box.LINKBOX
SETTLE = 0.5  # seconds, for what the kernel does after a start


def fill(place, first, last):
    """Start consumers c<first> to c<last>, two at a time."""
    place.sh("sh", "-ec", f"seq {first} {last} | xargs -P 2 -I N {BINARY} run -d --name cN --link db:db busybox >/dev/null")


def begin(place):
    """Words for clock, which belong together: start one more and remove it."""
    return [place.inside(BINARY, "run", "-d", "--name", "more", "busybox"), place.inside(BINARY, "rm", "-f", "more")]


def restarting(place):
    return place.inside(BINARY, "restart", "-t", "0", "db")


def monitors(place, count):
    """The pids of the monitors in the box, which will be so many: one that has told the end may still be there."""
    for _ in range(300):
        found = find_monitors(place)
        if len(found) == count:
            break
        time.sleep(0.1)
    return found


def find_monitors(place):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as line:
                words = line.read().split(b"\0")
            inside = os.readlink(f"/proc/{pid}/ns/net") == os.readlink(f"/proc/{place.pid}/ns/net")
        except OSError:
            continue
        if words[:2] == [b"linkbox", b"monitor"] and inside:
            found.append(int(pid))
    return found


def proportional(pid, part="Pss"):
    """KiB that a process has, what it shares counted in part. Pss_Anon: what is no page of a file."""
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith(part + ":"))


def switches(pids):
    """How often these processes have been given a processor."""
    count = 0
    for pid in pids:
        with open(f"/proc/{pid}/status") as status:
            count += sum(int(line.split()[1]) for line in status if "ctxt_switches" in line)
    return count


def kernel_memory():
    """KiB of slab, kernel stacks, page tables and per-processor memory of the whole machine."""
    with open("/proc/meminfo") as lines:
        values = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return sum(values[key] for key in ("Slab", "KernelStack", "PageTables", "Percpu"))


def compare_sizes(small, large, rounds):
    """What should not depend on how many there are."""
    name = f"c{CONTAINERS // 2}"
    first, _, last, _, all_, filtered, alone, among = measure.clock(
        rounds, 30, *begin(small), *begin(large), large.inside(BINARY, "ps", "-a"),
        large.inside(BINARY, "ps", "--filter", f"name={name}"), small.inside(BINARY, "inspect", "c1"),
        large.inside(BINARY, "inspect", name))
    measure.compare(f"`run -d` number {CONTAINERS} against number 1", last, first, 1.3, "≤ 1.3 ×")
    measure.limit(f"`ps -a` with {CONTAINERS} containers", all_, 25, "≤ 25 ms")
    measure.limit("`ps` of one by name filter", filtered, 3, "≤ 3 ms")
    measure.compare(f"`inspect` of one among {CONTAINERS} against one among one", among, alone, 1.2, "≤ 1.2 ×")


def restarts(small, large, rounds):
    one, many = measure.clock(rounds, 50, restarting(small), restarting(large))
    measure.limit("`restart -t 0` of a source with 1 running consumer", one, 10, "≤ 10 ms")
    measure.limit(f"`restart -t 0` of a source with {CONTAINERS} running consumers", many, 20, "≤ 20 ms")


def all_right(place, pids, address):
    """Whether every consumer's hosts file and element has the source at this address."""
    line = f"{address}\tdb"
    for pid in pids:
        with open(f"/proc/{pid}/root/etc/hosts") as hosts:
            if line not in hosts.read():
                return False
    elements = place.sh("nft", "list", "set", "ip", "linkbox", "links")
    return elements.count(f". {address} .") == len(pids)


def moves(place, rounds):
    """rm -f db, and db again at another address, until the last consumer knows."""
    times = measure.Times()
    ids = [f"c{number}" for number in range(1, CONTAINERS + 1)]
    pids = [int(pid) for pid in place.linkbox("inspect", "-f", "{{ .State.Pid }}", *ids).split()]
    for turn in range(rounds):
        address = f"172.17.240.{turn + 1}"
        began = time.monotonic()
        place.linkbox("rm", "-f", "db")
        place.linkbox("run", "-d", "--name", "db", "--ip", address, "db")
        ended = time.monotonic()
        while not all_right(place, pids, address):
            ended = time.monotonic()
        times.add(1000 * (ended - began))
    measure.limit(f"`rm -f db` and `run --name db --ip` elsewhere, {CONTAINERS} running consumers", times, 300, "≤ 300 ms")


def idle(place, seconds):
    pids = monitors(place, CONTAINERS + 1)
    before = switches(pids)
    time.sleep(seconds)
    woken = switches(pids) - before
    measure.show(f"wake-ups of {len(pids)} monitors in {seconds} idle seconds", woken, goal="0", reached=woken == 0)


def alone(place):
    """The first container of the box has nobody to share its monitor's code with."""
    pid, = monitors(place, 1)
    memory = proportional(pid)
    measure.show("memory of an idle container beside its own processes (PSS of its monitor), alone", f"{memory} KiB",
                 f"{proportional(pid, 'Pss_Anon')} KiB that are no pages of the binary", goal="≤ 64 KiB",
                 reached=memory <= 64)
    return memory


def together(place, kernel_before):
    kernel = kernel_memory() - kernel_before
    pids = monitors(place, CONTAINERS + 1)
    memory = sum(proportional(pid) for pid in pids)
    measure.show(f"the same of {len(pids)} together", f"{measure.figure(memory / 1024)} MiB",
                 f"{measure.figure(memory / len(pids))} KiB each", goal="≤ 64 MiB", reached=memory <= 64 * 1024)
    measure.show("processes beside the containers' own", f"{len(pids)} monitors for {CONTAINERS + 1} containers",
                 goal="one each", reached=len(pids) == CONTAINERS + 1)
    measure.show("kernel memory of a container: slab, stacks, page tables, per-processor memory",
                 f"{measure.figure(kernel / len(pids))} KiB each", f"{measure.figure(kernel / 1024)} MiB")
    return memory


def grow(place, rounds):
    """Fill the box step by step. Figures for the chart: containers, start, list, restart, memory of all monitors."""
    figures, before = [], 0
    for step in STEPS:
        fill(place, before + 1, step)
        before = step
        time.sleep(SETTLE)
        start, _, list_, restart = measure.clock(rounds, 30, *begin(place), place.inside(BINARY, "ps", "-a"),
                                                 restarting(place))
        memory = sum(proportional(pid) for pid in monitors(place, step + 1))
        figures.append((step, start.median, list_.median, restart.median, memory))
        measure.show(f"with {step} consumers of one source",
                     f"`run -d` {start} ms; `ps -a` {list_} ms; `restart -t 0` of the source {restart} ms; "
                     f"monitors {memory} KiB")
    return figures


def measure_many(quick):
    small, large = box.Box().images(), box.Box().images()
    rounds = 8 if quick else 20
    try:
        large.linkbox("run", "-d", "--name", "db", "db")
        time.sleep(2 * SETTLE)
        memory = alone(large)
        small.linkbox("run", "-d", "--name", "db", "db")
        fill(small, 1, 1)
        kernel = kernel_memory()
        figures = grow(large, rounds // 2)
        compare_sizes(small, large, rounds)
        restarts(small, large, rounds)
        moves(large, 3 if quick else 7)
        total = together(large, kernel)
        idle(large, 5 if quick else 30)
        return {"growth": figures, "alone": memory, "together": total}
    finally:
        small.close()
        large.close()
