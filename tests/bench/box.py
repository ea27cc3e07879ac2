"""Boxes: places with their own network, mounts and store, in which linkbox runs as on a machine of its own.
SPDX-License-Identifier: MIT"""
import glob
import os
import signal
import subprocess

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LINKBOX = os.environ["LINKBOX"]
TOOLS = os.environ["BENCH_TOOLS"]  # where floor, clock and traffic are built
PLACE = "/tmp/linkbox-bench"       # a tmpfs is mounted there in each box
ROOTFS = TOP + "/build/tests/busybox.tar"
GROUP = "linkbox-bench-" + os.environ.get("BENCH_ID", "0")
# Before all: nobody else sees our processes and mounts, and they end with us.
ALONE = ["unshare", "--pid", "--mount", "--fork", "--kill-child", "--mount-proc", "--propagation", "private"]
NAMESPACES = ["--mount", "--net", "--uts", "--ipc"]


def run(*words, **options):
    """What a command prints; raises with what it complained of."""
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
                          **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: exit {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def is_apart(pid):
    """Whether a process has a network namespace of its own by now."""
    return os.readlink(f"/proc/{pid}/ns/net") != os.readlink("/proc/self/ns/net")


def make_rootfs():
    """The root of the images, as the tests make it."""
    run("sh", "-ec", f"top={TOP} cache={TOP}/build/tests rootfs={ROOTFS}; mkdir -p $cache; "
        ". $top/tests/rootfs.sh; make_rootfs")


class Box:
    """One such place. `state`: a directory on disk to keep the store in, instead of the tmpfs."""
    count = 0

    def __init__(self, state=None):
        Box.count += 1
        self.group = f"{GROUP}/{Box.count}"
        self.state, self.run_directory = state or PLACE + "/state", PLACE + "/run"
        self.environment = {"LINKBOX_STATE": self.state, "LINKBOX_RUN": self.run_directory,
                            "LINKBOX_CONF": PLACE + "/linkbox.conf", "LINKBOX_CGROUP": self.group}
        os.makedirs(PLACE, exist_ok=True)
        self.holder = subprocess.Popen(
            ["unshare", *NAMESPACES, "--propagation", "private", "sh", "-ec",
             f"mount -t tmpfs -o mode=755 tmpfs {PLACE}; mkdir {PLACE}/state {PLACE}/run; ip link set lo up; "
             "echo; exec sleep 100000"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.holder.stdout.readline()
        self.pid = self.holder.pid

    def inside(self, *words):
        """Words for clock: the command in this box."""
        return [f"@{self.pid}", *(f"{key}={value}" for key, value in self.environment.items()), *words]

    def sh(self, *words, **options):
        """Run any command in this box."""
        return run("nsenter", f"--target={self.pid}", *NAMESPACES, "--", *words,
                   env={**os.environ, **self.environment}, **options)

    def linkbox(self, *words, **options):
        return self.sh(LINKBOX, *words, **options).strip()

    def images(self):
        """busybox, db and webapp, as on Docker's page; and what the floor needs to know."""
        for name, port in ("busybox", None), ("db", 5432), ("webapp", 5000):
            self.linkbox("import", "-c", 'CMD ["sleep","100000"]', "-c", "STOPSIGNAL SIGKILL",
                         *(["-c", f"EXPOSE {port}"] if port else []), ROOTFS, name)
        return self

    def pid_of(self, name):
        return int(self.linkbox("inspect", "-f", "{{ .State.Pid }}", name))

    def address(self, name):
        return self.linkbox("inspect", "-f", "{{ .NetworkSettings.IPAddress }}", name)

    def monitor_of(self, name):
        with open(f"/proc/{self.pid_of(name)}/stat") as stat:
            return int(stat.read().rsplit(")", 1)[1].split()[1])

    def close(self):
        """All in it ends, its mounts and interfaces with it."""
        try:
            names = self.linkbox("ps", "-aq").split()
            if names:
                self.linkbox("rm", "-f", *names)
        finally:
            self.holder.kill()
            self.holder.wait()


def end_all():
    """Whatever still runs in our pid namespace ends, and all cgroups of ours go."""
    if os.getpid() != 1:
        raise RuntimeError("not in a pid namespace of its own")
    os.kill(-1, signal.SIGKILL)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    for place in glob.glob(f"/sys/fs/cgroup/*/{GROUP}") + glob.glob(f"/sys/fs/cgroup/{GROUP}"):
        subprocess.run(["find", place, "-depth", "-type", "d", "-delete"], check=False)
