# A machine of its own, as far as namespaces make one: where linkbox is called, and what it leaves.
# SPDX-License-Identifier: MIT
import atexit
import glob
import hashlib
import json
import os
import re
import subprocess
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLACE = TOP + "/build/tests/box"
LINKBOX = os.environ.get("LINKBOX") or TOP + "/build/x86_64/default/linkbox"
STATE, RUN = PLACE + "/state", PLACE + "/run"
CGROUP = f"linkbox-killed-{time.monotonic_ns()}"
PATIENCE = 30  # seconds for what comes true by itself, whatever else the machine does
IDS = (
    (re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b"), "ID"),
    (re.compile(r"lb[0-9a-f]{12}"), "lbID"),
    (re.compile(r"02:42(:[0-9a-f]{2}){4}"), "MAC"),
    (re.compile(r"\b(49[1-9]|5\d\d|6[0-5]\d)\d\d\b"), "PORT"),
)
OURS = ("unshare", "python3", "ip", "nft")


class Wrong(Exception):
    """What should hold, and doesn't."""


def outcome(*words, feed="", seconds=60):
    """Exit status, standard output and standard error of a command that is fed a text."""
    try:
        done = subprocess.run(words, input=feed.encode(), capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise Wrong(f"hangs: {' '.join(words)}") from None
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def linkbox(*words):
    """Standard output of a call that has to succeed."""
    status, out, err = outcome(LINKBOX, *words)
    if status != 0:
        raise Wrong(f"exit status {status}: linkbox {' '.join(words)}: {err.strip()}")
    return out


def reap():
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return
        except ChildProcessError:
            return


def eventually(claim):
    """Wait until it returns nothing; what it returned last is wrong."""
    deadline = time.monotonic() + PATIENCE
    while True:
        reap()
        wrong = claim()
        if not wrong:
            return
        if time.monotonic() > deadline:
            raise Wrong(wrong)
        time.sleep(0.01)


def build():
    """Called once, in new namespaces."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", PLACE], check=True)
    for directory in STATE, RUN:
        os.mkdir(directory)
    atexit.register(remove_cgroups)
    os.environ.update(LINKBOX_CGROUP=CGROUP, LINKBOX_STATE=STATE, LINKBOX_RUN=RUN,
                      LINKBOX_CONF=PLACE + "/linkbox.conf", LC_ALL="C.UTF-8")
    os.chdir(PLACE)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


def cgroups():
    """Those made by containers, with the hierarchy."""
    for top in glob.glob(f"/sys/fs/cgroup/{CGROUP}") + glob.glob(f"/sys/fs/cgroup/*/{CGROUP}"):
        for path, _, _ in os.walk(top):
            yield path


def kill_all():
    """True while there is somebody."""
    pids = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and int(pid) not in (1, os.getpid())]
    for pid in pids:
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            pass
    return bool(pids)


def remove_cgroups():
    eventually(lambda: "somebody can't be killed" if kill_all() else None)
    for path in sorted(cgroups(), reverse=True):
        os.rmdir(path)


def command_lines():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", encoding="ascii", errors="replace") as words:
                line = words.read().split("\0")
        except OSError:
            continue
        if line[0] and os.path.basename(line[0]) not in OURS:
            yield " ".join(line)


def sockets():
    for protocol in "tcp", "udp":
        with open(f"/proc/self/net/{protocol}", encoding="ascii") as lines:
            for line in lines:
                place, state = line.split()[1], line.split()[3]
                if state in ("0A", "07"):
                    yield f"{protocol} {int(place.split(':')[1], 16)}" if place[-4:] < "C000" else f"{protocol} PORT"
    with open("/proc/self/net/unix", encoding="ascii") as lines:
        for line in lines:
            if len(line.split()) > 7:
                yield "unix " + line.split()[7]


def mounts():
    with open("/proc/self/mountinfo", encoding="ascii") as lines:
        for line in lines:
            yield "mount " + line.split()[4]


def stored():
    """Names in the store; a directory that only indexes something may stay empty."""
    for root in STATE, RUN:
        for path, directories, files in os.walk(root):
            if "/layers/" in path or "/upper" in path or "/_data" in path:
                directories.clear()
                continue
            for file in files:
                if not file.startswith("events"):  # they come and go with time
                    yield f"{path}/{file}"
            if not directories and not files and re.search("/(containers|running|layers|volumes)/", path):
                yield path + "/"


def blank(line, known):
    """A line without what differs from run to run. `known` addresses stay."""
    for pattern, word in IDS:
        line = pattern.sub(word, line)
    return re.sub(r"172\.17\.\d+\.\d+", lambda match: match[0] if match[0] in known else "ADDRESS", line)


def traces(known=("172.17.0.1",)):
    """A sorted line for each thing that exists in the kernel and in the store."""
    network = outcome("ip", "-o", "-batch", "-", feed="address\nlink\nroute show table all\nrule\n")[1]
    lines = [re.sub(r"^\d+: |@if\d+|link-netns.*|\\ .*", "", line) for line in network.splitlines()]
    lines += [line.strip(" \t,") for line in
              re.sub(r"[,{}]|elements =", "\n", outcome("nft", "list", "ruleset")[1]).splitlines()]
    lines += [*command_lines(), *sockets(), *mounts(), *cgroups(), *stored()]
    return sorted(filter(None, (blank(line, known) for line in lines)))


def difference(wanted, found):
    import difflib
    return "\n".join(difflib.unified_diff(wanted, found, "wanted", "found", lineterm="", n=0))


def containers():
    """Of all containers what inspect says, in which each has to be whole."""
    ids = linkbox("ps", "-aq", "--no-trunc").split()
    listed = [line.split("\t") for line in
              linkbox("ps", "-a", "--no-trunc", "--format", "{{.ID}}\t{{.Names}}\t{{.State}}").splitlines()]
    for line in listed:
        if len(line) != 3 or not line[1]:
            raise Wrong(f"ps shows a container that is not whole: {line}")
    return json.loads(linkbox("inspect", *ids)) if ids else []


def tree(root):
    """A digest of all that stands below a directory."""
    digest = hashlib.sha256()
    for path, directories, files in os.walk(root):
        directories.sort()
        for name in sorted(directories + files):
            entry = os.path.join(path, name)
            facts = os.lstat(entry)
            time_of = facts.st_mtime_ns if os.path.isfile(entry) else 0  # not all stand in the archive
            digest.update(repr((entry[len(root):], facts.st_mode, facts.st_uid, facts.st_gid, facts.st_rdev,
                                time_of, os.listxattr(entry, follow_symlinks=False))).encode())
            if os.path.islink(entry):
                digest.update(os.readlink(entry).encode())
            elif os.path.isfile(entry):
                with open(entry, "rb") as file:
                    digest.update(file.read())
    return digest.hexdigest()
