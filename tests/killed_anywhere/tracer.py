# One process of a command is killed at a system call, or that call fails.
# SPDX-License-Identifier: MIT
#
# Processes of linkbox are counted in the order of their birth from 0, each one's system calls from 1.
# What a container runs is let go as it is executed. (strace --inject counts the calls of each name
# apart, and can't choose the process.)
import ctypes
import os
import signal
import time

import faults

CONT, POKEUSER, SYSCALL, GETEVENTMSG, SEIZE, INTERRUPT, GET_SYSCALL_INFO = \
    7, 6, 24, 0x4201, 0x4206, 0x4207, 0x420E
OPTIONS = 1 | 2 | 4 | 8 | 16  # mark system calls; follow fork, vfork and clone; tell of exec
BIRTHS, EVENT_EXEC = (1, 2, 3), 4
ENTRY, EXIT, WALL = 1, 2, 0x40000000
ORIG_RAX, RAX = 15 * 8, 10 * 8  # of x86_64's struct user
BLINK = 0.004  # seconds after which one that sleeps is looked at again
LONGEST = 60   # seconds that a command may take, whatever else the machine does

ptrace = ctypes.CDLL(None, use_errno=True).ptrace
ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


class SyscallInfo(ctypes.Structure):
    _fields_ = [("op", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32),
                ("ip", ctypes.c_uint64), ("sp", ctypes.c_uint64), ("nr", ctypes.c_uint64),
                ("args", ctypes.c_uint64 * 6)]


class Hang(Exception):
    """The command didn't come to an end."""


def start(command, output):
    """A child that executes the command once it is traced."""
    wait, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        os.close(go)
        os.read(wait, 1)
        for descriptor in 1, 2:
            os.dup2(output, descriptor)
        os.execv(command[0], command)
    os.close(wait)
    return pid, go


def is_monitor(pid):
    with open(f"/proc/{pid}/cmdline", "rb") as words:
        return words.read().startswith(b"linkbox\0monitor\0")


def sleeps(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as line:
            return line.read().rsplit(")", 1)[1].split()[0] in "SZX"
    except FileNotFoundError:
        return True


def now_of(pid):
    """What it is in, for a report: its state and its system call."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as line, \
                open(f"/proc/{pid}/syscall", encoding="ascii") as call:
            return f"{line.read().rsplit(')', 1)[1].split()[0]} {call.read().split()[0]}"
    except OSError:
        return "gone"


def child_of(pid):
    child = ctypes.c_ulong()
    ptrace(GETEVENTMSG, pid, None, ctypes.byref(child))
    return child.value


class Tracer:
    """Traces `first`, which is our child or runs already, and all that is born of it.

    `error` None: the process dies as it enters the call; else the call does nothing and returns that
    error. `watch(number, pid, info)` is told of every call that is entered; without it, only the calls
    of that process are looked at. `command` is the child whose end is waited for, if it isn't `first`.
    In the end `status` is its wait status, and `calls` maps processes to how many calls they made."""

    def __init__(self, first, process, call, error=None, watch=None, command=None):
        self.first, self.process, self.call, self.error, self.watch = first, process, call, error, watch
        self.command = command or first
        self.born, self.calls, self.early = [first], {first: 0}, set()
        self.strangers = set() if command else {first}
        self.failing, self.dying, self.status, self.reached = None, None, None, False
        ptrace(SEIZE, first, None, OPTIONS)
        ptrace(INTERRUPT, first, None, None)

    def follow(self):
        """Until the command has ended and what is traced is at rest."""
        deadline = time.monotonic() + LONGEST
        rested = 0
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG | WALL)
            except ChildProcessError:
                return
            if pid:
                rested = 0
                if os.WIFSTOPPED(status):
                    self.stopped(pid, os.WSTOPSIG(status), status >> 16)
                else:
                    self.gone(pid, status)
                continue
            if self.status is not None and self.dying is None:
                if self.reached and self.failing is None:
                    return
                rested = rested + 1 if all(sleeps(born) for born in self.calls) else 0
                if rested > 2:
                    return
            if time.monotonic() > deadline:
                raise Hang(", ".join(f"process {number} {now_of(pid)}" for number, pid in enumerate(self.born)))
            signal.sigtimedwait([signal.SIGCHLD], BLINK)

    def gone(self, pid, status):
        if pid == self.command:
            self.status = status
        if pid == self.failing:
            self.failing = None
        if pid == self.dying:
            self.dying = None

    def stopped(self, pid, number, event):
        deliver = 0
        if pid not in self.calls:
            self.early.add(pid)  # its parent tells of it first
            return
        if event in BIRTHS:
            child = child_of(pid)
            self.born.append(child)
            self.calls[child] = 0
            if child in self.early:
                self.resume(child, 0)
        elif event == EVENT_EXEC:
            if pid == self.first or is_monitor(pid):
                self.strangers.discard(pid)
            else:
                self.strangers.add(pid)
        elif number == signal.SIGTRAP | 0x80:
            if pid not in self.strangers and self.at_call(pid):
                return
        elif not event:
            deliver = number
        self.resume(pid, deliver)

    def at_call(self, pid):
        """True if the process is not to be resumed."""
        info = SyscallInfo()
        ptrace(GET_SYSCALL_INFO, pid, ctypes.sizeof(info), ctypes.byref(info))
        if info.op == EXIT and pid == self.failing:
            ptrace(POKEUSER, pid, RAX, ctypes.c_void_p(-self.error))
            self.failing = None
        if info.op != ENTRY:
            return False
        self.calls[pid] += 1
        number = self.born.index(pid)
        if self.watch:
            self.watch(number, pid, info)
        if number != self.process or self.calls[pid] != self.call:
            return False
        # From one run to the next calls move up and down by a few, and not every one can return this error.
        if self.error is not None and self.error not in faults.possible(pid, info)[1]:
            return False
        self.reached = True
        if self.error is None:
            self.dying = pid
            os.kill(pid, signal.SIGKILL)
            return True
        self.failing = pid
        ptrace(POKEUSER, pid, ORIG_RAX, ctypes.c_void_p(-1))
        return False

    def is_looked_at(self, pid):
        if pid in self.strangers or self.reached and self.failing is None:
            return False
        return self.watch is not None or pid in self.born and self.born.index(pid) == self.process

    def resume(self, pid, deliver):
        ptrace(SYSCALL if self.is_looked_at(pid) else CONT, pid, None, deliver)
