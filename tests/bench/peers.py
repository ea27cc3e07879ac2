"""Others that start containers, side by side with linkbox. Which of them are whole engines, and which only start a bundle
without network, stands in the README.
SPDX-License-Identifier: MIT"""
import json
import os
import subprocess
import time

import box
import measure
import start
import storage
import traffic

IMAGES = (("busybox", None), ("db", 5432), ("webapp", 5000))
DOCKER_FAMILY = "dockerd", "containerd", "containerd-shim", "containerd-shim-runc-v2", "docker-proxy"


def write_bundle(place):
    """A root, and for runc and crun what `runc spec` suggests, with true."""
    place.sh("sh", "-ec", f"""mkdir {box.PLACE}/bundle {box.PLACE}/root; cd {box.PLACE}/root
        tar -x -f {box.ROOTFS}; mkdir proc dev sys""")
    bundle = json.loads(place.sh("sh", "-ec", f"cd {box.PLACE}/bundle; runc spec; cat config.json"))
    bundle["process"].update(args=["true"], terminal=False)
    bundle["root"] = {"path": box.PLACE + "/root", "readonly": False}
    bundle["linux"]["cgroupsPath"] = f"/{place.group}/runc"
    place.sh("sh", "-ec", f"cat >{box.PLACE}/bundle/config.json <<'END'\n{json.dumps(bundle)}\nEND")


class Peers:
    """A box with what each of them needs: a dockerd of its own, a store for podman, a root for those without images."""

    def __init__(self):
        self.box = box.Box()
        self.socket = f"unix://{box.PLACE}/docker.sock"
        self.docker = ["docker", "-H", self.socket]
        self.podman = ["podman", "--root", box.PLACE + "/podman", "--runroot", "/run/podman", "--cgroup-manager", "cgroupfs",
                       "--runtime", "runc"]
        self.box.sh("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
        self.box.sh("sh", "-ec", f"""mkdir {box.PLACE}/lxc
            printf '%s\\n' 'lxc.rootfs.path = dir:{box.PLACE}/root' 'lxc.uts.name = lxc' 'lxc.net.0.type = empty' \
                'lxc.apparmor.profile = unconfined' >{box.PLACE}/lxc.conf""")
        write_bundle(self.box)
        self.only_v2 = box.Box()
        self.only_v2.sh("sh", "-ec", "umount -l /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup")
        write_bundle(self.only_v2)
        self.daemon = self.start_docker()
        self.box.sh(*self.podman, "import", "-q", box.ROOTFS, "busybox")

    def start_docker(self):
        log = storage.CACHE + "/dockerd.log"
        os.makedirs(storage.CACHE, exist_ok=True)
        with open(log, "w") as out:
            daemon = subprocess.Popen(
                ["nsenter", f"--target={self.box.pid}", *box.NAMESPACES, "--", "sh", "-ec", "mkdir -p /run/docker; exec dockerd "
                 f"--data-root {box.PLACE}/docker --exec-root /run/docker -p /run/docker.pid -H {self.socket} "
                 f"--cgroup-parent /{self.box.group} --shutdown-timeout 1"], stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        for _ in range(300):
            try:
                self.box.sh(*self.docker, "version")
                break
            except RuntimeError:
                time.sleep(0.1)
        for name, port in IMAGES:
            expose = ["-c", f"EXPOSE {port}"] if port else []
            self.box.sh(*self.docker, "import", "-c", 'CMD ["sleep","100000"]', *expose, box.ROOTFS, name)
        self.box.sh(*self.docker, "run", "-d", "--name", "db", "db")
        return daemon

    def starts(self):
        """Name, box and words of each that runs `true` in a new container."""
        bundle, root = box.PLACE + "/bundle", box.PLACE + "/root"
        return [
            ("docker run", self.box, [*self.docker, *start.ONE]),
            ("docker run, linked", self.box, [*self.docker, *start.LINKED]),
            ("podman run", self.box, [*self.podman, "run", "--rm", "--cgroup-parent", "/" + self.box.group, "busybox", "true"]),
            ("runc run", self.box, ["runc", "run", "--bundle", bundle, "runc"]),
            ("crun run", self.only_v2, ["crun", "--cgroup-manager=disabled", "run", "--bundle", bundle, "crun"]),
            ("systemd-nspawn", self.box, ["systemd-nspawn", "-q", "--register=no", "--keep-unit", "--private-network", "-D",
                                          root, "true"]),
            ("lxc-execute", self.box, ["lxc-execute", "-n", "lxc", "-P", box.PLACE + "/lxc", "-f", box.PLACE + "/lxc.conf",
                                       "true"]),
            ("bwrap", self.box, ["bwrap", "--unshare-all", "--bind", root, "/", "--proc", "/proc", "--dev", "/dev", "true"]),
        ]

    def memory(self, names):
        """KiB, what is shared counted in part, of processes of this box by these names."""
        total = 0
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/comm") as comm, open(f"/proc/{pid}/smaps_rollup") as rollup:
                    if any(comm.read().strip() == name[:15] for name in names):
                        total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
            except OSError:
                continue
        return total

    def close(self):
        for words in ([*self.docker, "rm", "-f", "db", "server", "client"], [*self.podman, "rm", "-f", "-a", "-t", "0"]):
            subprocess.run(["nsenter", f"--target={self.box.pid}", *box.NAMESPACES, "--", *words], stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        self.daemon.terminate()
        self.daemon.wait()
        self.only_v2.close()
        self.box.close()


def compare_starts(place, peers, rounds):
    """All in turn. Returns what the charts show."""
    ours = [("linkbox run", start.ONE), ("linkbox run, linked", start.LINKED)]
    names, words = [], []
    for name, command in ours:
        names.append(name)
        words.append(place.inside(box.LINKBOX, *command))
    for name, where, command in peers.starts():
        try:
            where.sh(*command)
        except RuntimeError as error:
            measure.show(name, f"does not work here: {str(error)[-200:]}")
            continue
        names.append(name)
        words.append([f"@{where.pid}", *command])
    found = dict(zip(names, measure.clock(rounds, 50, *words)))
    linked = found["linkbox run, linked"]
    for name in names[len(ours):]:
        goal = {"docker run, linked": 1 / 50, "crun run": 1}.get(name)
        mine = found["linkbox run"] if name in ("docker run", "podman run") else linked
        ratio = mine.median / found[name].median
        what = "`run --rm busybox true`" if name in ("docker run", "podman run") else "`run --rm -P --link db:db webapp true`"
        measure.show(f"{what} against `{name}`", f"{mine} ms", f"{found[name]} ms", measure.figure(ratio),
                     {"docker run, linked": "≤ 1/50", "crun run": "stretch: < 1, though that has no network"}.get(name, ""),
                     None if goal is None else ratio <= goal)
    return found


def compare_memory(place, peers):
    """Beside one idle container each."""
    docker = peers.memory(DOCKER_FAMILY)
    peers.box.sh(*peers.podman, "run", "-d", "--cgroup-parent", "/" + peers.box.group, "busybox", "sleep", "100000")
    podman = peers.memory(("conmon",))
    with open(f"/proc/{place.monitor_of('db')}/smaps_rollup") as rollup:
        ours = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    measure.show("memory beside one idle container (PSS)", f"{ours} KiB",
                 f"docker {docker} KiB, podman {podman} KiB (its conmon)", measure.figure(ours / docker) + " of docker's")
    return [("linkbox", ours / 1024), ("podman (conmon)", podman / 1024), ("docker", docker / 1024)]


def compare_load(place, peers):
    archive = storage.large_archive()
    ours, _, theirs, _ = measure.clock(
        1, 0, place.inside(box.LINKBOX, "load", "-q", "-i", archive), place.inside(box.LINKBOX, "rmi", "large"),
        [f"@{peers.box.pid}", *peers.docker, "load", "-q", "-i", archive],
        [f"@{peers.box.pid}", *peers.docker, "rmi", "large"])
    speed = theirs.median / ours.median
    measure.show("`load` of the same archive against `docker load`", f"{ours} ms", f"{theirs} ms",
                 f"{measure.figure(speed)} of its speed", "≥ 2", speed >= 2)


def compare_traffic(peers, rounds):
    """The same server behind docker's published port and link. Docker's cgroups allow no fixed priorities."""
    docker = peers.docker
    peers.box.sh(*docker, "run", "-d", "--name", "server", "-p", f"{traffic.HOST_PORT}:{traffic.PORT}", *traffic.SERVE)
    peers.box.sh(*docker, "run", "-d", "--name", "client", "--link", "server:server", "busybox")
    ask = [*docker, "inspect", "-f"]
    server, address = peers.box.sh(*ask, "{{ .State.Pid }} {{ .NetworkSettings.IPAddress }}", "server").split()
    client = int(peers.box.sh(*ask, "{{ .State.Pid }}", "client"))
    ours, theirs = traffic.network(True, False), traffic.Wired(peers.box, address, client, int(server), False)
    try:
        for what, mine, other in (("through a published port", ours.from_lan, theirs.from_lan),
                                  ("over a link", ours.over_link, theirs.over_link)):
            traffic.compare(what + " against docker's", mine, other, rounds, (1, 1, 1), "docker's")
    finally:
        ours.close()
        theirs.close_wire()


def measure_peers(quick):
    place, peers = box.Box().images(), Peers()
    try:
        place.linkbox("run", "-d", "--name", "db", "db")
        times = compare_starts(place, peers, 4 if quick else 15)
        memory = compare_memory(place, peers)
        compare_load(place, peers)
        compare_traffic(peers, 6 if quick else 20)
        return {"start": {"one start beside others": times}, "memory": memory}
    finally:
        place.close()
        peers.close()
