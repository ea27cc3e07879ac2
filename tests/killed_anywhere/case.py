# One case: a story is told, something goes wrong at one system call, and all is well again.
# SPDX-License-Identifier: MIT
import json
import os
import re
import signal
import sys

import box
import faults
import stories
import tracer
from box import LINKBOX, PLACE, Wrong, eventually, linkbox, reap, traces

text = faults.Text(LINKBOX)
# The address that a killed start had taken, a socket, a file that was not finished, the note of a source
# that started a second time: they go with the container, or are overwritten.
UNTIL_IT_GOES = r"/run/addresses/ADDRESS$|/run/ranges/|/running/ID/(\.\w+\.new|monitor\.sock)$" \
    r"|/run/consumers/ID/\.wired$"


class Sites:
    """Where each process of a story makes which call, and which errors it can return there."""

    def __init__(self):
        self.seen, self.found, self.counts = set(), [], {}

    def watch(self, process, pid, info):
        self.counts[process] = self.counts.get(process, 0) + 1
        call, errors = faults.possible(pid, info)
        site = (process, *text.site(pid, info))
        if errors and site not in self.seen:
            self.seen.add(site)
            self.found += [(process, self.counts[process], error, call) for error in errors]


def trace(story, process, call, error, count):
    """In a process of its own, so that all that it traces is let go: what became of the command."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            found = trace_here(story, process, call, error, count)
        except tracer.Hang as hang:
            found = {"hang": str(hang)}
        except BaseException as problem:
            found = {"failed": repr(problem)}
        with os.fdopen(theirs, "w") as file:
            json.dump(found, file)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as file:
        found = json.load(file)
    os.waitpid(pid, 0)
    if "failed" in found:
        raise RuntimeError(found["failed"])
    if "hang" in found:
        raise Wrong(f"the command hangs: {found['hang']}")
    return found


def trace_here(story, process, call, error, count):
    sites = Sites()
    watch = sites.watch if count else None
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    monitor = stories.monitor_of(story.monitor) if story.monitor else None
    dies = stories.process_of(story.monitor) if story.death else None
    output = os.open(PLACE + "/output", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    pid, go = tracer.start([LINKBOX, *story.command], output)
    traced = tracer.Tracer(monitor or pid, process, call, error, watch, command=monitor and pid)
    os.close(go)
    if dies:
        os.kill(dies, signal.SIGKILL)
    traced.follow()
    return {"calls": [traced.calls[born] for born in traced.born], "reached": traced.reached,
            "status": os.waitstatus_to_exitcode(traced.status), "sites": sites.found}


class Teller:
    """Tells stories in this box, each as if nothing had been before."""

    def __init__(self):
        box.build()
        linkbox("import", "-c", 'CMD ["sleep", "100000"]', "-c", "STOPSIGNAL SIGKILL",
                box.TOP + "/build/tests/busybox.tar", "busybox")
        linkbox("run", "-d", "--name", "db", "--expose", "5432", "busybox")
        stories.files()()
        linkbox("apply", stories.FILES)
        # What stays of it are its named volume and a note beside its source's lease.
        linkbox("run", "-d", *stories.VICTIM)
        linkbox("update", "--cpu-shares", "1024", "victim")  # the cgroup of all on that hierarchy
        linkbox("restart", "db")
        linkbox("boot")  # its lock
        linkbox("rm", "-f", "-v", "victim")
        self.image = stories.Image()
        self.known = ("172.17.0.1", linkbox("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "db").strip())
        self.before, self.after = self.settled(), {}

    def settled(self):
        """The traces, when nothing is on its way out any more."""
        last = []

        def moves():
            last.insert(0, traces(self.known))
            return len(last) < 3 or last[0] != last[1] or last[1] != last[2]
        eventually(lambda: "traces change all the time" if moves() else None)
        return last[0]

    def leaves(self, wanted, besides=r"$."):
        linkbox("rm", "-f", "nobody")  # sweeps what the dead have left

        def compared(lines):
            return [line for line in lines if not re.search(besides, line)]
        eventually(lambda: box.difference(compared(wanted), compared(traces(self.known))))

    def begin(self, story):
        for words in story.prepare:
            stories.do(words)

    def end(self, story):
        for words in story.undo:
            stories.repeat(words)
        self.leaves(self.before)

    def count(self, name):
        """An undisturbed story: how many calls each process makes, where which errors can come from."""
        story = stories.BY_NAME[name]
        self.begin(story)
        found = trace(story, -1, 0, None, True)
        if found["status"] != 0:
            raise Wrong(f"{name}: exit status {found['status']}: {self.said()}")
        self.after[name] = self.settled()
        self.end(story)
        return found

    def tell(self, name, process, call, error):
        """True if the call was reached."""
        story = stories.BY_NAME[name]
        if name not in self.after:
            self.count(name)
        self.begin(story)
        found = trace(story, process, call, error, False)
        reap()
        if error and found["status"] < 0:
            raise Wrong(f"ended by signal {-found['status']}")
        if error and found["status"] > 0 and not self.said():
            raise Wrong(f"exit status {found['status']} without a word")
        self.image.check()
        eventually(stories.what_is_half_there)
        if error and found["status"] == 0 and story.honest:
            self.leaves(self.after[name], UNTIL_IT_GOES)
        for words in story.again:
            stories.repeat(words)
        if story.again:
            self.leaves(self.after[name], UNTIL_IT_GOES)
        self.end(story)
        return found["reached"]

    @staticmethod
    def said():
        with open(PLACE + "/output", encoding="utf-8", errors="replace") as file:
            return file.read()


def answer(teller, question):
    try:
        if question["call"] == 0:
            return teller.count(question["story"])
        return {"reached": teller.tell(question["story"], question["process"], question["call"], question["error"])}
    except Wrong as wrong:
        return {"wrong": str(wrong), "said": teller.said()}


def main():
    """In a box: a question a line on standard input, its answer on standard output."""
    teller = Teller()
    for line in sys.stdin:
        print(json.dumps(answer(teller, json.loads(line))), flush=True)


main()
