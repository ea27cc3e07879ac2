# The commands that are killed, what comes before, and what must be so afterwards.
# SPDX-License-Identifier: MIT
import os
import subprocess

from box import PLACE, RUN, STATE, TOP, Wrong, containers, linkbox, outcome, LINKBOX, tree

VICTIM = ("--name", "victim", "--link", "db", "-p", "8080:80", "-p", "127.0.0.1::81",
          "-p", "9000-9016:9000-9016/udp", "-v", "data:/data", "-v", "/anonymous", "busybox")
ARCHIVE = PLACE + "/archive"
IMAGE = "two:layers"
FILES = PLACE + "/files"


class Story:
    """`prepare` are calls that succeed, each a list of words, or a function. The command is traced, or
    with `monitor` the monitor of that container meanwhile, and with `death` its first process is killed then. `again`
    is what succeeds afterwards, `undo` what leads back to the beginning. `honest`: exit status 0 means that all is as it should be."""

    def __init__(self, name, command, *, prepare=(), again=None, undo=(("rm", "-f", "-v", "victim"),), monitor=None,
                 death=False, honest=True):
        self.name, self.command, self.prepare, self.undo, self.monitor = name, command, prepare, undo, monitor
        self.honest, self.death = honest, death
        self.again = again if again is not None else (command,)


def files(**texts):
    """A function that makes these NAME.run the only ones of the directory."""
    def write():
        os.makedirs(FILES, exist_ok=True)
        for name in os.listdir(FILES):
            os.remove(f"{FILES}/{name}")
        for name, text in texts.items():
            with open(f"{FILES}/{name}.run", "w", encoding="ascii") as file:
                file.write(text)
    return write


def start_the_ended():
    """Whose monitor was killed is down, as after a crash; that is for start or boot to change."""
    for container in containers():
        if container["State"]["Status"] == "exited":
            linkbox("start", container["Id"])


def let_go_on():
    """What says that it is paused can be told to go on, and what says that it runs does."""
    for container in containers():
        if container["State"]["Status"] == "paused":
            linkbox("unpause", container["Id"])
    start_the_ended()
    linkbox("exec", "victim", "true")


def remove_nameless_volumes():
    for name in linkbox("volume", "ls", "-q").split():
        if len(name) == 64:
            linkbox("volume", "rm", name)


RUN_VICTIM = ("run", "-d", *VICTIM)
STOP_VICTIM = ("stop", "-t", "5", "victim")
REMOVE_VICTIM = ("rm", "-f", "-v", "victim")
STORIES = [
    Story("run", RUN_VICTIM, again=(REMOVE_VICTIM, RUN_VICTIM)),
    Story("run --rm", ("run", "--rm", *VICTIM, "true"),
          again=(REMOVE_VICTIM, ("run", "--rm", *VICTIM, "true")), honest=False),  # it is the container's status
    Story("start", ("start", "victim"), prepare=(("create", *VICTIM),)),
    Story("restart", ("restart", "victim"), prepare=(RUN_VICTIM,)),
    Story("restart of a source", ("restart", "db"), prepare=(RUN_VICTIM,)),
    Story("stop", STOP_VICTIM, prepare=(RUN_VICTIM,)),
    Story("stop, its monitor", STOP_VICTIM, prepare=(RUN_VICTIM,), monitor="victim"),
    Story("pause, its monitor", ("pause", "victim"), prepare=(RUN_VICTIM,), monitor="victim",
          again=(let_go_on, ("pause", "victim"))),
    Story("unpause, its monitor", ("unpause", "victim"), prepare=(RUN_VICTIM, ("pause", "victim")), monitor="victim",
          again=(let_go_on,)),
    Story("update, its monitor", ("update", "--cpu-shares", "512", "victim"), prepare=(RUN_VICTIM,), monitor="victim",
          again=(start_the_ended, ("update", "--cpu-shares", "512", "victim"))),
    Story("update", ("update", "--cpu-shares", "512", "victim"), prepare=(RUN_VICTIM,)),
    # From the death of one run to the end of the next, which isn't there if that can't be started.
    Story("restart by policy, its monitor", ("wait", "victim", "victim"), monitor="victim", death=True, honest=False,
          again=(), prepare=(("run", "-d", "--restart", "on-failure:1", *VICTIM, "sh", "-c",
                              "test -d /again && exit 3; mkdir /again; exec sleep 100000"),
                             ("exec", "victim", "sh", "-c", "until [ -d /again ]; do sleep 0.01; done"))),
    Story("rm", ("rm", "-v", "victim"), prepare=(("create", *VICTIM),), again=(REMOVE_VICTIM,)),
    Story("rm -f", REMOVE_VICTIM, prepare=(RUN_VICTIM,)),
    Story("rename", ("rename", "victim", "other"), prepare=(RUN_VICTIM,), again=(),
          undo=(REMOVE_VICTIM, ("rm", "-f", "-v", "other"))),
    Story("rename of a source", ("rename", "db", "other"), prepare=(RUN_VICTIM,), again=(),
          undo=(("rename", "other", "db"), REMOVE_VICTIM)),
    Story("boot", ("boot",), prepare=(("run", "-d", "--restart", "always", *VICTIM), ("stop", "victim"))),
    Story("shutdown", ("shutdown",), prepare=(RUN_VICTIM,), undo=(REMOVE_VICTIM, ("start", "db"))),
    Story("apply", ("apply", FILES),
          prepare=(files(victim=" ".join(VICTIM[2:]), gone="busybox"), ("apply", FILES),
                   files(victim="--expose 80 " + " ".join(VICTIM[2:]), web="--link victim:db busybox")),
          again=(start_the_ended, ("apply", FILES)),
          undo=(files(), ("apply", FILES), remove_nameless_volumes)),
    Story("load", ("load", "-q", "-i", ARCHIVE), undo=(("rmi", IMAGE),)),
    Story("rmi", ("rmi", IMAGE), prepare=(("load", "-q", "-i", ARCHIVE),),
          again=(("load", "-q", "-i", ARCHIVE), ("rmi", IMAGE)), undo=()),
]
BY_NAME = {story.name: story for story in STORIES}
# What may be refused, since the command that was killed has done it already.
DONE = "No such container", "No such image", "Conflict. The container name"


class Image:
    """The image of two layers: what of it is in the store is as it should be."""

    def __init__(self):
        with open(ARCHIVE, "wb") as archive:
            subprocess.run([TOP + "/tests/archives/make", "docker", "--tag", IMAGE], stdout=archive, check=True)
        before = self.layers()
        linkbox("load", "-q", "-i", ARCHIVE)
        self.digests = {layer: tree(f"{STATE}/layers/{layer}") for layer in self.layers() - before}
        linkbox("rmi", IMAGE)

    @staticmethod
    def layers():
        return {layer for layer in os.listdir(STATE + "/layers") if len(layer) == 64}

    def check(self):
        here = self.layers()
        for layer, digest in self.digests.items():
            if layer in here and tree(f"{STATE}/layers/{layer}") != digest:
                raise Wrong(f"layer {layer} is not whole")
        if IMAGE in linkbox("images", "--format", "{{.Repository}}:{{.Tag}}").split():
            if not self.digests.keys() <= here:
                raise Wrong(f"image {IMAGE} has lost a layer")
            linkbox("inspect", IMAGE)


def check_containers():
    """Nothing is half there: what runs has a process and its source's line in hosts, and a name that
    leads to it."""
    for container in containers():
        name, state = container["Name"].lstrip("/"), container["State"]
        if linkbox("inspect", "-f", "{{.Id}}", name).strip() != container["Id"]:
            raise Wrong(f"{name} is another container's name")
        if state["Status"] not in ("created", "running", "paused", "restarting", "exited"):
            raise Wrong(f"{name} is {state['Status']}")
        if not state["Pid"]:
            if state["Status"] in ("running", "paused"):
                raise Wrong(f"{name} is {state['Status']} without a process")
            continue
        try:
            with open(f"/proc/{state['Pid']}/root/etc/hosts", encoding="ascii") as file:
                hosts = file.read()
        except OSError as error:
            raise Wrong(f"{name} runs and has no process {state['Pid']}: {error}") from None
        for link in container["HostConfig"]["Links"] or []:
            check_link(link.split(":")[0].lstrip("/"), hosts, name)


def what_is_half_there():
    try:
        check_containers()
    except Wrong as wrong:
        return str(wrong)
    return None


def check_link(source, hosts, name):
    address = linkbox("inspect", "-f", "{{.NetworkSettings.IPAddress}}", source).strip()
    lines = [line.split() for line in hosts.splitlines()]
    if address and not any(line[0] == address and "db" in line for line in lines if line):
        raise Wrong(f"hosts of {name} do not know {address} as db:\n{hosts}")


def do(words):
    """A call that succeeds, or a function."""
    if callable(words):
        words()
    else:
        linkbox(*words)


def repeat(words):
    """Once more, and it succeeds, unless there is nothing left to remove."""
    if callable(words):
        words()
        return
    status, _, err = outcome(LINKBOX, *words)
    if status != 0 and not (words[0] in ("rm", "rmi", "rename") and any(text in err for text in DONE)):
        raise Wrong(f"exit status {status}: linkbox {' '.join(words)}: {err.strip()}")


def process_of(name):
    return int(linkbox("inspect", "-f", "{{.State.Pid}}", name))


def monitor_of(name):
    pid = process_of(name)
    with open(f"/proc/{pid}/stat", encoding="ascii") as line:
        return int(line.read().rsplit(")", 1)[1].split()[1])
